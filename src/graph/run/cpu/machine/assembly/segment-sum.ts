import {operand} from './operand';

export function segmentSum(words: usize): usize {
  const out = <usize>operand(words, 0);
  const a = <usize>operand(words, 1);
  const ids = <usize>operand(words, 2);
  const count = operand(words, 3);
  const inner = operand(words, 4);
  const segments = operand(words, 5);
  for (let segment = 0; segment < segments; segment++) {
    for (let i = 0; i < inner; i++) {
      let sum: f64 = 0;
      for (let row = 0; row < count; row++) {
        if (load<i32>(ids + 4 * row) == segment) sum += load<f32>(a + 4 * (row * inner + i));
      }
      store<f32>(out + 4 * (segment * inner + i), <f32>sum);
    }
  }
  if (segments * inner == 1) v128.store(out, v128.load32_splat(out));
  return words + 24;
}
