/**
 * Powers, two lanes of float64 at a time: |x|^y = 2^(y log2 |x|), and the sign after. The limits at 0 and Infinity come
 * out of the arithmetic, those that JavaScript defines otherwise than C (1 to the power of Infinity is NaN) too.
 * The coefficients are minimax fits.
 */
const LOG2_E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;

const SQRT_HALF_BITS: i64 = 0x3fe6a09e667f3bcd;
const ONE_BITS: i64 = 0x3ff0000000000000;
const FRACTION: i64 = 0x000fffffffffffff;
/** 2⁵², whose low bits take an integer, and that less the bias of exponents. */
const INTEGER_BITS: i64 = 0x4330000000000000;
const INTEGER_AND_BIAS: f64 = 4503599627371519;
/** Added to a number below 2⁵¹, it leaves the nearest integer in the low bits. */
const ROUNDING: f64 = 6755399441055744;

export class Power {
  @inline static pow(x: v128, y: v128): v128 {
    const zero = f64x2.splat(0);
    const power = Power.exp2(f64x2.mul(y, Power.log2(f64x2.abs(x))));
    const half = f64x2.mul(y, f64x2.splat(0.5));
    const isInteger = f64x2.eq(f64x2.nearest(y), y);
    const isOdd = v128.andnot(isInteger, f64x2.eq(f64x2.nearest(half), half));
    const sign = v128.and(v128.and(x, isOdd), i64x2.splat(i64.MIN_VALUE));
    const isReal = v128.or(isInteger, v128.or(f64x2.ge(x, zero), f64x2.eq(x, f64x2.splat(-Infinity))));
    // Of NaN, too, unless the exponent is 0.
    const real = v128.bitselect(v128.or(power, sign), f64x2.splat(NaN), isReal);
    return v128.bitselect(f64x2.splat(1), real, f64x2.eq(y, zero));
  }

  /** Of x ≥ 0, Infinity and NaN. */
  @inline private static log2(x: v128): v128 {
    const above = i64x2.sub(x, i64x2.splat(SQRT_HALF_BITS - ONE_BITS));
    const exponent = i64x2.shr_u(above, 52);
    const k = f64x2.sub(v128.or(exponent, i64x2.splat(INTEGER_BITS)), f64x2.splat(INTEGER_AND_BIAS));
    const m = i64x2.add(v128.and(above, i64x2.splat(FRACTION)), i64x2.splat(SQRT_HALF_BITS));
    const log = f64x2.add(k, Power.log2OfMantissa(m));
    const zero = f64x2.splat(0);
    const isUsual = v128.and(f64x2.gt(x, zero), f64x2.lt(x, f64x2.splat(Infinity)));
    const limit = v128.bitselect(f64x2.splat(-Infinity), x, f64x2.eq(x, zero));
    return v128.bitselect(log, limit, isUsual);
  }

  @inline private static log2OfMantissa(m: v128): v128 {
    const f = f64x2.sub(m, f64x2.splat(1));
    const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
    const w = f64x2.mul(s, s);
    let p = f64x2.add(f64x2.splat(0.28534793377390677), f64x2.mul(w, f64x2.splat(0.2362109562204164)));
    p = f64x2.add(f64x2.splat(0.40000389021803123), f64x2.mul(w, p));
    p = f64x2.add(f64x2.splat(0.6666666522419027), f64x2.mul(w, p));
    p = f64x2.add(f64x2.splat(2.0000000000085523), f64x2.mul(w, p));
    return f64x2.mul(f64x2.mul(s, p), f64x2.splat(LOG2_E));
  }

  /** Right where the result is within the range of float32, else beyond it. */
  @inline private static exp2(x: v128): v128 {
    // The order of the operands keeps NaN.
    const within = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-200)), f64x2.splat(200));
    const shifted = f64x2.add(within, f64x2.splat(ROUNDING));
    const r = f64x2.mul(f64x2.sub(within, f64x2.sub(shifted, f64x2.splat(ROUNDING))), f64x2.splat(LN2));
    let p = f64x2.add(f64x2.splat(0.0013948419592086127), f64x2.mul(r, f64x2.splat(0.00019774903405696254)));
    p = f64x2.add(f64x2.splat(0.00833356292293717), f64x2.mul(r, p));
    p = f64x2.add(f64x2.splat(0.04166622190941191), f64x2.mul(r, p));
    p = f64x2.add(f64x2.splat(0.16666665107549655), f64x2.mul(r, p));
    p = f64x2.add(f64x2.splat(0.5000000105785091), f64x2.mul(r, p));
    p = f64x2.add(f64x2.splat(1.0000000002470077), f64x2.mul(r, p));
    p = f64x2.add(f64x2.splat(0.9999999999610727), f64x2.mul(r, p));
    return f64x2.mul(p, i64x2.add(i64x2.shl(shifted, 52), i64x2.splat(ONE_BITS)));
  }
}
