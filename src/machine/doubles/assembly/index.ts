/**
 * Functions of two float64 at a time, which generated code calls. Each is within 2 ulp of the true value.
 */
const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts, the first with zeros enough that small whole multiples of it are exact. */
const LN_2_HIGH: f64 = 0.6931471803691238;
const LN_2_LOW: f64 = 1.9082149292705877e-10;
/** Adding it leaves a whole number in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;
const EXPONENT_BIAS: i64 = 1023;

function splat(value: f64): v128 {
  return f64x2.splat(value);
}

function fma(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** exp(r) - 1 - r, over r², for r up to 0.53: the series, by pairs of terms. */
function remainder(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p0 = fma(r, splat(0.16666666666666666), splat(0.5));
  const p1 = fma(r, splat(0.008333333333333333), splat(0.041666666666666664));
  const p2 = fma(r, splat(1.984126984126984e-4), splat(0.001388888888888889));
  const p3 = fma(r, splat(2.7557319223985893e-6), splat(2.48015873015873e-5));
  const p4 = fma(r, splat(2.505210838544172e-8), splat(2.755731922398589e-7));
  const p5 = fma(r, splat(1.6059043836821613e-10), splat(2.08767569878681e-9));
  const p6 = fma(r, splat(7.647163731819816e-13), splat(1.1470745597729725e-11));
  const low = fma(r2, p1, p0);
  const middle = fma(r2, p3, p2);
  const high = fma(r4, p6, fma(r2, p5, p4));
  return fma(r4, fma(r4, high, middle), low);
}

/** 2 to the power of whole numbers, which carry the rounder. */
function powerOfTwo(rounded: v128): v128 {
  return i64x2.shl(i64x2.add(rounded, i64x2.splat(EXPONENT_BIAS)), 52);
}

export function exp(x: v128): v128 {
  // Beyond, 0 and infinity are what is left; NaN stays.
  const clamped = f64x2.max(f64x2.min(x, splat(710.0)), splat(-746.0));
  const rounded = fma(clamped, splat(LOG2_E), splat(ROUNDER));
  const k = f64x2.sub(rounded, splat(ROUNDER));
  const r = f64x2.sub(f64x2.sub(clamped, f64x2.mul(k, splat(LN_2_HIGH))), f64x2.mul(k, splat(LN_2_LOW)));
  const y = f64x2.add(splat(1.0), fma(f64x2.mul(r, r), remainder(r), r));
  // In two steps, as 2^k may be beyond the largest number, or below the smallest one.
  const half = f64x2.add(f64x2.mul(k, splat(0.5)), splat(ROUNDER));
  const rest = f64x2.add(f64x2.sub(k, f64x2.sub(half, splat(ROUNDER))), splat(ROUNDER));
  return f64x2.mul(f64x2.mul(y, powerOfTwo(half)), powerOfTwo(rest));
}

/** By expm1(2|x|) = e as e / (e + 2). */
export function tanh(x: v128): v128 {
  const sign = v128.and(x, i64x2.splat(1 << 63));
  const size = f64x2.min(f64x2.abs(x), splat(20.0));
  const doubled = f64x2.add(size, size);
  // Rounded a little down, so that e is not a difference for small x.
  const rounded = f64x2.add(fma(doubled, splat(LOG2_E), splat(-0.25)), splat(ROUNDER));
  const k = f64x2.sub(rounded, splat(ROUNDER));
  const r = f64x2.sub(f64x2.sub(doubled, f64x2.mul(k, splat(LN_2_HIGH))), f64x2.mul(k, splat(LN_2_LOW)));
  const scale = powerOfTwo(rounded);
  const e1 = fma(f64x2.mul(r, r), remainder(r), r);
  const e = f64x2.add(f64x2.mul(scale, e1), f64x2.sub(scale, splat(1.0)));
  return v128.or(f64x2.div(e, f64x2.add(e, splat(2.0))), sign);
}

const SQRT_HALF_BITS: i64 = 0x3fe6a09e667f3bcd;
const ONE_BITS: i64 = 0x3ff0000000000000;

/** By log((1+s)/(1-s)) = 2s + 2s³/3 + …, where 1+f = (1+s)/(1-s) is the mantissa around 1. */
export function log(x: v128): v128 {
  const isTiny = f64x2.lt(x, splat(2.2250738585072014e-308));
  const scaled = v128.bitselect(f64x2.mul(x, splat(18014398509481984.0)), x, isTiny);
  const shifted = i64x2.sub(scaled, i64x2.splat(SQRT_HALF_BITS));
  const exponent = i64x2.shr_s(shifted, 52);
  const mantissa = i64x2.sub(scaled, i64x2.shl(exponent, 52));
  const k0 = f64x2.sub(i64x2.add(exponent, splat(ROUNDER)), splat(ROUNDER));
  const k = f64x2.sub(k0, v128.and(isTiny, splat(54.0)));
  const f = f64x2.sub(mantissa, splat(1.0));
  const s = f64x2.div(f, f64x2.add(f, splat(2.0)));
  const z = f64x2.mul(s, s);
  let p = splat(2.0 / 21.0);
  p = fma(p, z, splat(2.0 / 19.0));
  p = fma(p, z, splat(2.0 / 17.0));
  p = fma(p, z, splat(2.0 / 15.0));
  p = fma(p, z, splat(2.0 / 13.0));
  p = fma(p, z, splat(2.0 / 11.0));
  p = fma(p, z, splat(2.0 / 9.0));
  p = fma(p, z, splat(2.0 / 7.0));
  p = fma(p, z, splat(2.0 / 5.0));
  p = fma(p, z, splat(2.0 / 3.0));
  p = f64x2.mul(p, z);
  const halfSquare = f64x2.mul(f64x2.mul(f, f), splat(0.5));
  const small = fma(k, splat(LN_2_LOW), f64x2.mul(s, f64x2.add(halfSquare, p)));
  const y = f64x2.sub(f64x2.mul(k, splat(LN_2_HIGH)), f64x2.sub(f64x2.sub(halfSquare, small), f));
  // Of 0, of infinity, and of what has no logarithm.
  const ofZero = v128.bitselect(splat(-Infinity), y, f64x2.eq(x, splat(0.0)));
  const ofInfinity = v128.bitselect(x, ofZero, f64x2.eq(x, splat(Infinity)));
  return v128.bitselect(splat(NaN), ofInfinity, v128.or(f64x2.lt(x, splat(0.0)), f64x2.ne(x, x)));
}

export function sigmoid(x: v128): v128 {
  return f64x2.div(splat(1.0), f64x2.add(splat(1.0), exp(f64x2.neg(x))));
}

// The same for single numbers.
export function sigmoid1(x: f64): f64 {
  return f64x2.extract_lane(sigmoid(splat(x)), 0);
}

export function exp1(x: f64): f64 {
  return f64x2.extract_lane(exp(splat(x)), 0);
}

export function tanh1(x: f64): f64 {
  return f64x2.extract_lane(tanh(splat(x)), 0);
}

export function log1(x: f64): f64 {
  return f64x2.extract_lane(log(splat(x)), 0);
}
