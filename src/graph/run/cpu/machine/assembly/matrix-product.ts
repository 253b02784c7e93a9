import {operand} from './operand';

export function matrixProduct(words: usize): usize {
  const batch = operand(words, 3);
  const m = operand(words, 4);
  const k = operand(words, 5);
  const n = operand(words, 6);
  const transposeA = operand(words, 9) != 0;
  const transposeB = operand(words, 10) != 0;
  let out = <usize>operand(words, 0);
  let a = <usize>operand(words, 1);
  let b = <usize>operand(words, 2);
  for (let index = 0; index < batch; index++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum: f64 = 0;
        for (let l = 0; l < k; l++) {
          const x = load<f32>(a + 4 * (transposeA ? l * m + i : i * k + l));
          const y = load<f32>(b + 4 * (transposeB ? j * k + l : l * n + j));
          sum += <f64>x * <f64>y;
        }
        store<f32>(out + 4 * (i * n + j), <f32>sum);
      }
    }
    out += 4 * m * n;
    a += operand(words, 7);
    b += operand(words, 8);
  }
  if (batch * m * n == 1) v128.store(operand(words, 0), v128.load32_splat(operand(words, 0)));
  return words + 44;
}
