/**
 * Rows by their indices.
 */
import {copyRun} from './copy/run';
import {operand} from './operand';

/** Returns 0 where an index is out of range. */
export function gather(words: usize): usize {
  const out: usize = operand(words, 0);
  const a: usize = operand(words, 1);
  const indices: usize = operand(words, 2);
  const outer: usize = operand(words, 3);
  const length: usize = operand(words, 4);
  const inner: usize = operand(words, 5);
  const count: usize = operand(words, 6);
  if (!areInRange(indices, count, length)) return 0;
  for (let o: usize = 0; o < outer; o++) {
    const from = a + o * length * inner * 4;
    const to = out + o * count * inner * 4;
    if (inner === 1) gatherElements(to, from, indices, count);
    else gatherRows(to, from, indices, count, inner);
  }
  if (outer * count * inner === 1) v128.store(out, v128.load32_splat(out));
  return words + 28;
}

function areInRange(indices: usize, count: usize, length: usize): bool {
  for (let end = indices + count * 4; indices < end; indices += 4) {
    if (<usize>load<u32>(indices) >= length) return false;
  }
  return true;
}

function gatherElements(out: usize, a: usize, indices: usize, count: usize): void {
  for (let end = indices + count * 4; indices < end; indices += 4) {
    store<u32>(out, load<u32>(a + ((<usize>load<u32>(indices)) << 2)));
    out += 4;
  }
}

function gatherRows(out: usize, a: usize, indices: usize, count: usize, inner: usize): void {
  for (let end = indices + count * 4; indices < end; indices += 4) {
    copyRun(out, a + <usize>load<u32>(indices) * inner * 4, inner);
    out += inner * 4;
  }
}
