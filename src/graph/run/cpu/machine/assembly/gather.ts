import {operand} from './operand';

/** Returns 0 where an index is out of range. */
export function gather(words: usize): usize {
  const start = <usize>operand(words, 0);
  let out = start;
  let a = <usize>operand(words, 1);
  const indices = <usize>operand(words, 2);
  const outer = operand(words, 3);
  const length = operand(words, 4);
  const bytes = 4 * operand(words, 5);
  const count = operand(words, 6);
  for (let j = 0; j < count; j++) {
    if (load<u32>(indices + 4 * j) >= <u32>length) return 0;
  }
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      memory.copy(out, a + load<i32>(indices + 4 * j) * bytes, bytes);
      out += bytes;
    }
    a += length * bytes;
  }
  if (out - start == 4) v128.store(start, v128.load32_splat(start));
  return words + 28;
}
