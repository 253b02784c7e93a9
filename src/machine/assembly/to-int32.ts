/** JavaScript's ToInt32: the number, without its fraction, modulo 2³²; 0 of what is not finite. */
export function toInt32(x: f64): i32 {
  if (abs(x) < 9007199254740992) return <i32>(<i64>x);
  const bits = reinterpret<u64>(x);
  const exponent = <i32>((bits >> 52) & 0x7ff) - 1075;
  if (exponent >= 32) return 0;
  const magnitude = <i32>(((bits & 0xfffffffffffff) | 0x10000000000000) << exponent);
  return <i64>bits < 0 ? -magnitude : magnitude;
}
