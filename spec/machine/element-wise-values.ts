/** Operands for the element-wise instructions: special values, and random ones of all magnitudes. */
import {type Kind} from './element-wise-functions.js';

const magnitudes = [
  0,
  2 ** -149,
  3e-42,
  2 ** -126,
  1e-20,
  1e-8,
  1e-3,
  0.25,
  0.5,
  0.6,
  1,
  1.5,
  2,
  2.5,
  3,
  6,
  10,
  13.9,
  14,
  88,
  89,
  104,
  1000,
  1e6,
  2 ** 24,
  2 ** 31,
  2 ** 32,
  1e15,
  1e30,
  3.4028234663852886e38,
  Infinity,
].map(Math.fround);
const specialFloats = [...magnitudes.flatMap((value) => [value, -value]), NaN];

const specialInts = [
  0, 1, 2, 3, 7, 10, 1000, 46341, 65536, 94906267, 2147483647, -1, -2, -3, -7, -10, -65536, -2147483647,
  -2147483648,
];

/** Numbers between 0 and 1, the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many operands of each kind. Every special value of one meets many of the others, and then come random ones. */
export function operandsOf(kinds: readonly Kind[], count: number, seed = 1): number[][] {
  const random = randomNumbers(seed);
  const rows = Array.from({length: count}, (_, row) =>
    row % 2 === 0 ? kinds.map((kind) => special(kind, random)) : usual(kinds, random),
  );
  return kinds.map((_, i) => rows.map((row) => row[i] ?? 0));
}

function special(kind: Kind, random: () => number): number {
  if (kind === 'float') return pick(specialFloats, random);
  return kind === 'int' ? pick(specialInts, random) : small(kind, random);
}

/** Operands of about the same magnitude, since those of very different ones tell little of two operands. */
function usual(kinds: readonly Kind[], random: () => number): number[] {
  const scale = 2 ** (random() < 0.5 ? 8 * random() - 4 : 276 * random() - 149);
  return kinds.map((kind) => {
    if (kind === 'float') return Math.fround((random() * 2 - 1) * scale);
    return kind === 'int' ? ((random() * 2 - 1) * 2 ** (32 * random())) | 0 : small(kind, random);
  });
}

function small(kind: Kind, random: () => number): number {
  if (kind === 'bool') return Math.round(random());
  return kind === 'base' ? Math.floor(random() * 19) - 9 : Math.floor(random() * 26) - 9;
}

const pick = (values: readonly number[], random: () => number): number =>
  values[Math.floor(random() * values.length)] ?? 0;
