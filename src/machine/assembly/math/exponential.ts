/**
 * e to the power of x and what is made of it, on four lanes of float32.
 *
 * x = n ln 2 + r with |r| ≤ ln 2 / 2, so that e^x = 2^n e^r, and e^r = 1 + r + r² Q(r). The coefficients are a minimax
 * fit. LN2_HIGH has 16 bits, so that n times it is exact.
 */
const LOG2_E: f32 = 1.4426950408889634;
const LN2_HIGH: f32 = 0.693145751953125;
const LN2_LOW: f32 = 1.4286068203094173e-6;

const Q0: f32 = 0.4999999403953552;
const Q1: f32 = 0.1666651964187622;
const Q2: f32 = 0.041668400168418884;
const Q3: f32 = 0.008368851616978645;
const Q4: f32 = 0.0013814318226650357;

/** Added to a number below 2²², it leaves the nearest integer in the low bits. */
const ROUNDING: f32 = 12582912;
const ROUNDING_BITS: i32 = 0x4b400000;

const ONE_BITS: i32 = 0x3f800000;

/** Beyond these the results are 0 and Infinity. */
const LEAST: f32 = -104;
const GREATEST: f32 = 89;

export class Exponential {
  @inline static exp(x: v128): v128 {
    // The order of the operands keeps NaN.
    const within = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LEAST)), f32x4.splat(GREATEST));
    const shifted = Exponential.shifted(within);
    const r = Exponential.remainder(within, f32x4.sub(shifted, f32x4.splat(ROUNDING)));
    const power = f32x4.add(f32x4.splat(1), f32x4.add(r, Exponential.beyondLinear(r)));
    // 2^n in two steps, since it may be too large or too small by itself.
    const n = i32x4.sub(shifted, i32x4.splat(ROUNDING_BITS));
    const half = i32x4.shr_s(n, 1);
    return f32x4.mul(f32x4.mul(power, Exponential.two(half)), Exponential.two(i32x4.sub(n, half)));
  }

  /** Where x stands between -87 and 88 or is NaN. */
  @inline static expOfSmall(x: v128): v128 {
    const shifted = Exponential.shifted(x);
    const r = Exponential.remainder(x, f32x4.sub(shifted, f32x4.splat(ROUNDING)));
    const power = f32x4.add(f32x4.splat(1), f32x4.add(r, Exponential.beyondLinear(r)));
    return f32x4.mul(power, Exponential.two(shifted));
  }

  /** e^x - 1 = 2 (2^(n-1) (e^r - 1) + (2^(n-1) - 1/2)). */
  @inline static expm1(x: v128): v128 {
    const within = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-18)), f32x4.splat(GREATEST));
    const shifted = Exponential.shifted(within);
    const r = Exponential.remainder(within, f32x4.sub(shifted, f32x4.splat(ROUNDING)));
    const power = f32x4.add(r, Exponential.beyondLinear(r));
    const scale = Exponential.two(i32x4.sub(shifted, i32x4.splat(1)));
    const sum = f32x4.add(f32x4.mul(scale, power), f32x4.sub(scale, f32x4.splat(0.5)));
    // Tiny numbers keep their sign and last bit.
    const isTiny = f32x4.lt(f32x4.abs(x), f32x4.splat(2.9802322387695312e-8));
    return v128.bitselect(x, f32x4.add(sum, sum), isTiny);
  }

  /** 1 / (1 + e^-x) for x ≥ 0, e^x / (1 + e^x) else. */
  @inline static sigmoid(x: v128): v128 {
    const one = f32x4.splat(1);
    const power = Exponential.exp(f32x4.neg(f32x4.abs(x)));
    const numerator = v128.bitselect(power, one, f32x4.lt(x, f32x4.splat(0)));
    const sum = f32x4.add(one, power);
    const quotient = f32x4.div(numerator, sum);
    // What the sum lost, divided by it: 1.5 - sum / 2 is close enough to 1 / sum.
    const lost = f32x4.sub(power, f32x4.sub(sum, one));
    const inverse = f32x4.sub(f32x4.splat(1.5), f32x4.mul(f32x4.splat(0.5), sum));
    return f32x4.sub(quotient, f32x4.mul(quotient, f32x4.mul(lost, inverse)));
  }

  @inline private static shifted(x: v128): v128 {
    return f32x4.add(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDING));
  }

  @inline private static remainder(x: v128, n: v128): v128 {
    const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
    return f32x4.sub(high, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  }

  /** e^r - 1 - r. */
  @inline private static beyondLinear(r: v128): v128 {
    let q = f32x4.add(f32x4.splat(Q3), f32x4.mul(r, f32x4.splat(Q4)));
    q = f32x4.add(f32x4.splat(Q2), f32x4.mul(r, q));
    q = f32x4.add(f32x4.splat(Q1), f32x4.mul(r, q));
    q = f32x4.add(f32x4.splat(Q0), f32x4.mul(r, q));
    return f32x4.mul(f32x4.mul(r, r), q);
  }

  /** 2^n of integers, or of what has them in its low bits. */
  @inline private static two(n: v128): v128 {
    return i32x4.add(i32x4.shl(n, 23), i32x4.splat(ONE_BITS));
  }
}
