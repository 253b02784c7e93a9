/**
 * Logarithms on four lanes of float32.
 *
 * x = 2^k (1 + f) with 1 + f between √½ and √2, and with s = f / (2 + f) the series of log (1 + f) = 2 artanh s has only
 * odd powers: log (1 + f) = f - f²/2 + s (f²/2 + R(s²)), where R is a minimax fit. LN2_HIGH has 16 bits, so that k times it
 * is exact.
 */
import {Exponential} from './exponential';

const LN2_HIGH: f32 = 0.693145751953125;
const LN2_LOW: f32 = 1.4286068203094173e-6;

const R0: f32 = 0.6666677594184875;
const R1: f32 = 0.3997744917869568;
const R2: f32 = 0.29874423146247864;

const SQRT_HALF_BITS: i32 = 0x3f3504f3;
const FRACTION: i32 = 0x007fffff;
const LEAST_NORMAL_BITS: i32 = 0x00800000;
const INFINITY_BITS: i32 = 0x7f800000;
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;
const TINY: f32 = 2.9802322387695312e-8;

/** Where softplus of tfjs is e^x and x: log(2⁻²³) + 2. */
const SOFTPLUS_THRESHOLD: f32 = 13.942384719848633;

export class Logarithm {
  @inline static log(x: v128): v128 {
    if (Logarithm.areAllNormal(x)) return Logarithm.logOfNormal(x, i32x4.splat(0));
    return logOfAny(x);
  }

  /** Of normal positive numbers, times 2^exponent. */
  @inline static logOfNormal(x: v128, exponent: v128): v128 {
    const above = i32x4.sub(x, i32x4.splat(SQRT_HALF_BITS));
    const k = i32x4.add(i32x4.shr_s(above, 23), exponent);
    const f = f32x4.sub(Logarithm.mantissa(above), f32x4.splat(1));
    return Logarithm.combine(f, f32x4.convert_i32x4_s(k), f32x4.splat(0));
  }

  @inline static log1p(x: v128): v128 {
    const sum = f32x4.add(f32x4.splat(1), x);
    if (Logarithm.areAllNormal(sum)) return Logarithm.log1pOfUsual(x, sum);
    return log1pOfAny(x, sum);
  }

  /** The sum 1 + x is normal, but rounded: what it lost comes back by the derivative of the logarithm. */
  @inline static log1pOfUsual(x: v128, sum: v128): v128 {
    const one = f32x4.splat(1);
    const above = i32x4.sub(sum, i32x4.splat(SQRT_HALF_BITS));
    const k = f32x4.convert_i32x4_s(i32x4.shr_s(above, 23));
    const lostOfX = f32x4.sub(x, f32x4.sub(sum, one));
    const lostOfOne = f32x4.sub(one, f32x4.sub(sum, x));
    const lost = f32x4.div(v128.bitselect(lostOfOne, lostOfX, f32x4.gt(x, one)), sum);
    const isNear = f32x4.eq(k, f32x4.splat(0));
    const f = v128.bitselect(x, f32x4.sub(Logarithm.mantissa(above), one), isNear);
    const result = Logarithm.combine(f, k, v128.andnot(lost, isNear));
    // Tiny numbers keep their sign and last bit.
    return v128.bitselect(x, result, f32x4.lt(f32x4.abs(x), f32x4.splat(TINY)));
  }

  /** log (1 + e^x), with the thresholds of tfjs. */
  @inline static softplus(x: v128): v128 {
    const magnitude = f32x4.abs(x);
    const power = Exponential.exp(f32x4.neg(magnitude));
    const positive = f32x4.max(x, f32x4.splat(0));
    const middle = f32x4.add(positive, Logarithm.log1p(power));
    const outer = v128.bitselect(power, x, f32x4.lt(x, f32x4.splat(0)));
    return v128.bitselect(outer, middle, f32x4.gt(magnitude, f32x4.splat(SOFTPLUS_THRESHOLD)));
  }

  /** Neither 0 nor denormal, nor negative, infinite or NaN. */
  @inline private static areAllNormal(x: v128): bool {
    const above = i32x4.ge_s(x, i32x4.splat(LEAST_NORMAL_BITS));
    const below = i32x4.lt_s(x, i32x4.splat(INFINITY_BITS));
    return i32x4.all_true(v128.and(above, below));
  }

  @inline private static mantissa(above: v128): v128 {
    return i32x4.add(v128.and(above, i32x4.splat(FRACTION)), i32x4.splat(SQRT_HALF_BITS));
  }

  @inline private static combine(f: v128, k: v128, correction: v128): v128 {
    const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
    const w = f32x4.mul(s, s);
    let r = f32x4.add(f32x4.splat(R1), f32x4.mul(w, f32x4.splat(R2)));
    r = f32x4.mul(w, f32x4.add(f32x4.splat(R0), f32x4.mul(w, r)));
    const half = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f, f));
    const low = f32x4.add(f32x4.mul(k, f32x4.splat(LN2_LOW)), correction);
    const small = f32x4.sub(half, f32x4.add(f32x4.mul(s, f32x4.add(half, r)), low));
    return f32x4.sub(f32x4.mul(k, f32x4.splat(LN2_HIGH)), f32x4.sub(small, f));
  }
}

function logOfAny(x: v128): v128 {
  const isDenormal = f32x4.lt(x, f32x4.splat(LEAST_NORMAL));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, isDenormal);
  const result = Logarithm.logOfNormal(normal, v128.and(i32x4.splat(-23), isDenormal));
  return withLimits(result, x);
}

function log1pOfAny(x: v128, sum: v128): v128 {
  return withLimits(Logarithm.log1pOfUsual(x, sum), sum);
}

/** The logarithms of 0, of negative numbers, of Infinity and NaN. */
function withLimits(result: v128, x: v128): v128 {
  const zero = f32x4.splat(0);
  const isFinite = f32x4.lt(x, f32x4.splat(Infinity));
  let limited = v128.bitselect(result, x, isFinite);
  limited = v128.bitselect(f32x4.splat(-Infinity), limited, f32x4.eq(x, zero));
  return v128.bitselect(f32x4.splat(NaN), limited, f32x4.lt(x, zero));
}
