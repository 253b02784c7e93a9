import {type Memory, operands, splat} from './memory.js';

export function segmentSum(memory: Memory, word: number): number {
  const names = ['out', 'a', 'ids', 'count', 'inner', 'segments'] as const;
  const {out, a, ids, count, inner, segments} = operands(memory, word, ...names);
  const {floats, ints} = memory;
  const sums = new Float64Array(segments * inner);
  for (let row = 0; row < count; row++) {
    const segment = ints[ids / 4 + row] as number;
    if (segment < 0 || segment >= segments) continue;
    const [source, target] = [a / 4 + row * inner, segment * inner];
    for (let i = 0; i < inner; i++) {
      sums[target + i] = (sums[target + i] as number) + (floats[source + i] as number);
    }
  }
  floats.set(sums, out / 4);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < inner; i++) {
      if (Number.isFinite(floats[a / 4 + row * inner + i])) continue;
      const own = ints[ids / 4 + row] as number;
      for (let segment = 0; segment < segments; segment++)
        if (segment !== own) floats[out / 4 + segment * inner + i] = NaN;
    }
  }
  if (segments * inner === 1) splat(memory, out / 4);
  return word + names.length;
}
