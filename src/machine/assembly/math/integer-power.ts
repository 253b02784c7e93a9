/** a to the power of b in float64, by squaring: exact as long as the result is. */
export function integerPower(a: i32, b: i32): f64 {
  let square = <f64>a;
  let result: f64 = 1;
  for (let rest = abs(<i64>b); rest > 0; rest >>= 1) {
    if (rest & 1) result *= square;
    square *= square;
  }
  return b < 0 ? 1 / result : result;
}
