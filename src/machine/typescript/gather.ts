import {type Memory, operands, splat} from './memory.js';

export function gather(memory: Memory, word: number): number {
  const names = ['out', 'a', 'indices', 'outer', 'length', 'inner', 'count'] as const;
  const {out, a, indices, outer, length, inner, count} = operands(memory, word, ...names);
  const {ints} = memory;
  const wanted = ints.subarray(indices / 4, indices / 4 + count);
  for (const index of wanted) checkIndex(index, length);
  let target = out / 4;
  for (let o = 0; o < outer; o++) {
    const start = a / 4 + o * length * inner;
    for (const index of wanted) {
      const from = start + index * inner;
      ints.copyWithin(target, from, from + inner);
      target += inner;
    }
  }
  if (outer * count * inner === 1) splat(memory, out / 4);
  return word + names.length;
}

function checkIndex(index: number, length: number): void {
  if (index >= 0 && index < length) return;
  throw new RangeError(`graph: gather: index ${index} is out of range, as the axis has length ${length}.`);
}
