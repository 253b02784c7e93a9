/**
 * Sines and cosines on four lanes of float32.
 *
 * The angle less n π/2 is computed in float64, so that it is right near the zeros; polynomials of float32 (minimax fits)
 * do the rest. Where a lane holds a large angle, Infinity or NaN, the lanes are computed one by one.
 */
import {Angle} from './angle';
import {Lanes} from './lanes';

const TWO_OVER_PI: f64 = 0.6366197723675814;
/** π/2 in two parts, the first of 33 bits. */
const QUARTER_TURN_HIGH: f64 = 1.5707963267341256;
const QUARTER_TURN_LOW: f64 = 6.077100506506192e-11;

/** Added to a number below 2⁵¹, it leaves the nearest integer in the low bits. */
const ROUNDING: f64 = 6755399441055744;

const LARGE: f32 = 1048576;

const S0: f32 = -0.16666655242443085;
const S1: f32 = 0.008332155644893646;
const S2: f32 = -0.00019514630548655987;

const C0: f32 = 0.04166664555668831;
const C1: f32 = -0.0013887309469282627;
const C2: f32 = 2.4432411009911448e-5;

export class Sine {
  @inline static sin(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    if (!Sine.areAllSmall(magnitude)) return sinByLane(x);
    // The sign goes around, so that -0 keeps it.
    return v128.xor(Sine.turned(magnitude, 0), v128.and(x, i32x4.splat(i32.MIN_VALUE)));
  }

  @inline static cos(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    if (!Sine.areAllSmall(magnitude)) return cosByLane(x);
    return Sine.turned(magnitude, 1);
  }

  @inline private static areAllSmall(magnitude: v128): bool {
    return i32x4.all_true(f32x4.lt(magnitude, f32x4.splat(LARGE)));
  }

  /** The sine of x + quarters π/2. */
  @inline private static turned(x: v128, quarters: i32): v128 {
    const low = Lanes.low(x);
    const high = Lanes.high(x);
    const lowShifted = Sine.shifted(low);
    const highShifted = Sine.shifted(high);
    const r = Lanes.join(Sine.remainder(low, lowShifted), Sine.remainder(high, highShifted));
    const n = v128.shuffle<i32>(lowShifted, highShifted, 0, 2, 4, 6);
    const quadrants = i32x4.add(n, i32x4.splat(quarters));
    const isCosine = i32x4.shr_s(i32x4.shl(quadrants, 31), 31);
    const isNegative = i32x4.shl(i32x4.shr_u(quadrants, 1), 31);
    const z = f32x4.mul(r, r);
    return v128.xor(v128.bitselect(Sine.cosine(z), Sine.sine(r, z), isCosine), isNegative);
  }

  @inline private static shifted(x: v128): v128 {
    return f64x2.add(f64x2.mul(x, f64x2.splat(TWO_OVER_PI)), f64x2.splat(ROUNDING));
  }

  @inline private static remainder(x: v128, shifted: v128): v128 {
    const n = f64x2.sub(shifted, f64x2.splat(ROUNDING));
    const high = f64x2.sub(x, f64x2.mul(n, f64x2.splat(QUARTER_TURN_HIGH)));
    return f64x2.sub(high, f64x2.mul(n, f64x2.splat(QUARTER_TURN_LOW)));
  }

  @inline private static sine(r: v128, z: v128): v128 {
    let p = f32x4.add(f32x4.splat(S1), f32x4.mul(z, f32x4.splat(S2)));
    p = f32x4.add(f32x4.splat(S0), f32x4.mul(z, p));
    return f32x4.add(r, f32x4.mul(r, f32x4.mul(z, p)));
  }

  @inline private static cosine(z: v128): v128 {
    let p = f32x4.add(f32x4.splat(C1), f32x4.mul(z, f32x4.splat(C2)));
    p = f32x4.add(f32x4.splat(C0), f32x4.mul(z, p));
    const linear = f32x4.sub(f32x4.splat(1), f32x4.mul(f32x4.splat(0.5), z));
    return f32x4.add(linear, f32x4.mul(f32x4.mul(z, z), p));
  }
}

function sinByLane(x: v128): v128 {
  let result = f32x4.splat(<f32>Angle.sin(f32x4.extract_lane(x, 0)));
  result = f32x4.replace_lane(result, 1, <f32>Angle.sin(f32x4.extract_lane(x, 1)));
  result = f32x4.replace_lane(result, 2, <f32>Angle.sin(f32x4.extract_lane(x, 2)));
  return f32x4.replace_lane(result, 3, <f32>Angle.sin(f32x4.extract_lane(x, 3)));
}

function cosByLane(x: v128): v128 {
  let result = f32x4.splat(<f32>Angle.cos(f32x4.extract_lane(x, 0)));
  result = f32x4.replace_lane(result, 1, <f32>Angle.cos(f32x4.extract_lane(x, 1)));
  result = f32x4.replace_lane(result, 2, <f32>Angle.cos(f32x4.extract_lane(x, 2)));
  return f32x4.replace_lane(result, 3, <f32>Angle.cos(f32x4.extract_lane(x, 3)));
}
