/**
 * The error function on four lanes of float32: an odd polynomial below 1, else 1 - e^P(|x|). The coefficients are minimax
 * fits.
 */
import {Exponential} from './exponential';

/** From here on it is 1. */
const ENOUGH: f32 = 4;

export class ErrorFunction {
  @inline static erf(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    const far = f32x4.sub(f32x4.splat(1), ErrorFunction.complement(magnitude));
    const signed = v128.or(far, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
    return v128.bitselect(ErrorFunction.near(x), signed, f32x4.lt(magnitude, f32x4.splat(1)));
  }

  @inline private static near(x: v128): v128 {
    const z = f32x4.mul(x, x);
    let p = f32x4.add(f32x4.splat(-0.000801019137725234), f32x4.mul(z, f32x4.splat(7.853854185668752e-5)));
    p = f32x4.add(f32x4.splat(0.00518832728266716), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(-0.026853810995817184), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(0.1128358542919159), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(-0.3761262595653534), f32x4.mul(z, p));
    p = f32x4.add(f32x4.splat(0.12837916612625122), f32x4.mul(z, p));
    return f32x4.add(x, f32x4.mul(x, p));
  }

  /** 1 - erf x, of x ≥ 1. */
  @inline private static complement(x: v128): v128 {
    const t = f32x4.pmin(x, f32x4.splat(ENOUGH));
    let p = f32x4.add(f32x4.splat(0.0004414738214109093), f32x4.mul(t, f32x4.splat(-2.169771323679015e-5)));
    p = f32x4.add(f32x4.splat(-0.0042052906937897205), f32x4.mul(t, p));
    p = f32x4.add(f32x4.splat(0.02521035447716713), f32x4.mul(t, p));
    p = f32x4.add(f32x4.splat(-0.10842212289571762), f32x4.mul(t, p));
    p = f32x4.add(f32x4.splat(-0.633216381072998), f32x4.mul(t, p));
    p = f32x4.add(f32x4.splat(-1.1295803785324097), f32x4.mul(t, p));
    p = f32x4.add(f32x4.splat(0.00018847017817808972), f32x4.mul(t, p));
    return Exponential.expOfSmall(p);
  }
}
