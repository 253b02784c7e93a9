/**
 * tanh on four lanes of float32: a polynomial near 0 (a minimax fit), 1 - 2 / (e^2x + 1) elsewhere.
 */
import {Exponential} from './exponential';

const CROSSING: f32 = 0.65;
/** From here on tanh is 1. */
const ENOUGH: f32 = 10;

const P0: f32 = -0.3333325982093811;
const P1: f32 = 0.1333083063364029;
const P2: f32 = -0.05368801951408386;
const P3: f32 = 0.020469410344958305;
const P4: f32 = -0.005515154451131821;

const SIGN: i32 = i32.MIN_VALUE;

export class HyperbolicTangent {
  @inline static tanh(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    const near = HyperbolicTangent.near(magnitude);
    const far = HyperbolicTangent.far(magnitude);
    const either = v128.bitselect(near, far, f32x4.lt(magnitude, f32x4.splat(CROSSING)));
    return v128.or(either, v128.and(x, i32x4.splat(SIGN)));
  }

  @inline private static near(x: v128): v128 {
    const z = f32x4.mul(x, x);
    let p = f32x4.add(f32x4.splat(P3), f32x4.mul(z, f32x4.splat(P4)));
    p = f32x4.add(f32x4.splat(P2), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(P1), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(P0), f32x4.mul(z, p));
    return f32x4.add(x, f32x4.mul(x, f32x4.mul(z, p)));
  }

  @inline private static far(x: v128): v128 {
    const within = f32x4.pmin(x, f32x4.splat(ENOUGH));
    const power = Exponential.expOfSmall(f32x4.add(within, within));
    return f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(power, f32x4.splat(1))));
  }
}
