/**
 * Sine, cosine and tangent of one float32 of any size, in float64. The coefficients are minimax fits.
 */
import {quadrant, reduceLarge} from './two-over-pi';

const TWO_OVER_PI: f64 = 0.6366197723675814;
/** π/2 in two parts, the first of 33 bits. */
const QUARTER_TURN_HIGH: f64 = 1.5707963267341256;
const QUARTER_TURN_LOW: f64 = 6.077100506506192e-11;

const LARGE: f32 = 1048576;

export class Angle {
  static sin(x: f32): f64 {
    const magnitude = abs(x);
    if (!(magnitude < Infinity)) return NaN;
    return copysign<f64>(1, x) * turned(magnitude, 0);
  }

  static cos(x: f32): f64 {
    const magnitude = abs(x);
    if (!(magnitude < Infinity)) return NaN;
    return turned(magnitude, 1);
  }

  static tan(x: f32): f64 {
    return Angle.sin(x) / Angle.cos(x);
  }
}

/** The sine of x + quarters π/2, of x ≥ 0. */
function turned(x: f32, quarters: i32): f64 {
  let turns = quarters;
  let r: f64;
  if (x < LARGE) {
    const n = nearest(<f64>x * TWO_OVER_PI);
    r = <f64>x - n * QUARTER_TURN_HIGH - n * QUARTER_TURN_LOW;
    turns += <i32>n;
  } else {
    r = reduceLarge(x);
    turns += quadrant;
  }
  const value = (turns & 1) === 0 ? sine(r) : cosine(r);
  return (turns & 2) === 0 ? value : -value;
}

function sine(x: f64): f64 {
  const z = x * x;
  let p: f64 = -0.00019839327124993784 + z * 2.718237185199354e-6;
  p = 0.008333329362234732 + z * p;
  return x + x * z * (-0.16666666641425987 + z * p);
}

function cosine(x: f64): f64 {
  const z = x * x;
  let p: f64 = 2.4799451524850225e-5 - z * 2.720504451157718e-7;
  p = -0.0013888883467141483 + z * p;
  return 1 - 0.5 * z + z * z * (0.04166666661910516 + z * p);
}
