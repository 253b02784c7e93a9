/** The remainder of a division of float64, with the sign of a: JavaScript's operator %. */
export function remainder(a: f64, b: f64): f64 {
  const quotient = a / b;
  // So far the quotient of two numbers that came from float32 is rounded to no other integer, and the product is exact.
  if (abs(quotient) < 67108864 && abs(b) < Infinity) return copysign<f64>(a - trunc(quotient) * b, a);
  return a % b;
}
