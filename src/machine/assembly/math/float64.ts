/**
 * e^x, logarithms and arcs of one float64, right to more than what float32 shows: about 2⁻³⁶. The coefficients are minimax
 * fits.
 */
const LOG2_E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

const SQRT_HALF_BITS: u64 = 0x3fe6a09e667f3bcd;
const FRACTION: u64 = 0x000fffffffffffff;

const HALF_TURN: f64 = 3.141592653589793;

/** Of |x| ≤ 700, or NaN. */
export function exp64(x: f64): f64 {
  const n = nearest(x * LOG2_E);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let p: f64 = 0.00019915717782781407 + r * 2.4726881130781775e-5;
  p = 0.0013889181059350672 + r * p;
  p = 0.00833326650293821 + r * p;
  p = 0.04166666418983203 + r * p;
  p = 0.16666666888065162 + r * p;
  p = 0.5000000000628413 + r * p;
  p = 0.9999999999803141 + r * p;
  p = 0.9999999999997574 + r * p;
  return p * reinterpret<f64>((<i64>n + 1023) << 52);
}

/** Of positive normal numbers; right relative to the result near 1, too. */
export function log64(x: f64): f64 {
  const above = reinterpret<u64>(x) - SQRT_HALF_BITS;
  const k = <f64>((<i64>above) >> 52);
  const f = reinterpret<f64>((above & FRACTION) + SQRT_HALF_BITS) - 1;
  const s = f / (2 + f);
  const w = s * s;
  let p: f64 = 0.2217393053994195 + w * 0.1961274938165193;
  p = 0.28572173778412335 + w * p;
  p = 0.3999999481786587 + w * p;
  p = 0.6666666667982937 + w * p;
  p = 1.9999999999999456 + w * p;
  return k * LN2_HIGH + (s * p + k * LN2_LOW);
}

/** log (1 + x) of x ≥ 0: what is lost in the sum cancels in the quotient, as Kahan showed. */
export function log1p64(x: f64): f64 {
  const sum = 1 + x;
  return sum === 1 ? x : (log64(sum) * x) / (sum - 1);
}

/** Of x ≥ 0, Infinity and NaN. */
export function atan64(x: f64): f64 {
  const isSteep = x > 1;
  let t = isSteep ? 1 / x : x;
  let base: f64 = 0;
  // Beyond 15°, turned back by 30°.
  if (t > 0.2679491924311227) {
    t = (t * 1.7320508075688772 - 1) / (t + 1.7320508075688772);
    base = 0.5235987755982989;
  }
  const z = t * t;
  let p: f64 = -0.08955845175269644 + z * 0.06237544148360691;
  p = 0.11104805520033476 + z * p;
  p = -0.1428556416666923 + z * p;
  p = 0.19999998350315493 + z * p;
  p = -0.33333333327285936 + z * p;
  const angle = base + (t + t * z * p);
  return isSteep ? 0.5 * HALF_TURN - angle : angle;
}

/** The angle of the point (x, y), as Math.atan2 has it. */
export function atan2(y: f64, x: f64): f64 {
  if (x !== x || y !== y) return NaN;
  const width = abs(x);
  const height = abs(y);
  let angle: f64;
  if (height === 0 && width === 0) angle = 0;
  else if (height === Infinity && width === Infinity) angle = 0.25 * HALF_TURN;
  else angle = atan64(height / width);
  const isLeft = copysign<f64>(1, x) < 0;
  return copysign<f64>(isLeft ? HALF_TURN - angle : angle, y);
}
