/**
 * Small products, as they occur in decompositions, whose rounding errors grow: summed up in float64, as tfjs does.
 */

/** True where sums in float64 cost next to nothing. */
export function isSmall(m: usize, k: usize, n: usize): bool {
  return k <= 16 && m * k * n <= 256;
}

export function multiplySmall(
  out: usize,
  a: usize,
  b: usize,
  m: usize,
  k: usize,
  n: usize,
  transposeA: bool,
  transposeB: bool,
): void {
  const aRow = (transposeA ? 1 : k) << 2;
  const aColumn = (transposeA ? m : 1) << 2;
  const bRow = (transposeB ? 1 : n) << 2;
  const bColumn = (transposeB ? k : 1) << 2;
  for (let i: usize = 0; i < m; i++) {
    for (let j: usize = 0; j < n; j++) {
      let x = a + i * aRow;
      let y = b + j * bColumn;
      let sum: f64 = 0;
      for (let l: usize = 0; l < k; l++) {
        sum += <f64>load<f32>(x) * <f64>load<f32>(y);
        x += aColumn;
        y += bRow;
      }
      store<f32>(out, <f32>sum);
      out += 4;
    }
  }
}
