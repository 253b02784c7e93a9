import {Reduction} from '../opcodes.js';
import {type Memory, operands, splat} from './memory.js';

type Elements = Float32Array | Int32Array;

/** Reduces `length` elements from `start` on, `stride` apart, in double precision, as the kernels of tfjs do. */
type Reducer = (elements: Elements, start: number, length: number, stride: number) => number;

const sum: Reducer = (elements, start, length, stride) => {
  let result = 0;
  for (let i = 0; i < length; i++) result += elements[start + i * stride] as number;
  return result;
};

const prod: Reducer = (elements, start, length, stride) => {
  let result = 1;
  for (let i = 0; i < length; i++) result *= elements[start + i * stride] as number;
  return result;
};

/** Of equal elements the first; NaN where there is one, or no element. */
const max: Reducer = (elements, start, length, stride) => {
  let result = length > 0 ? (elements[start] as number) : NaN;
  for (let i = 0; i < length; i++) {
    const x = elements[start + i * stride] as number;
    if (x > result || Number.isNaN(x)) result = x;
  }
  return result;
};

const min: Reducer = (elements, start, length, stride) => {
  let result = length > 0 ? (elements[start] as number) : NaN;
  for (let i = 0; i < length; i++) {
    const x = elements[start + i * stride] as number;
    if (x < result || Number.isNaN(x)) result = x;
  }
  return result;
};

/** NaN is passed over, unless it comes first. */
const argMax: Reducer = (elements, start, length, stride) => {
  let best = 0;
  for (let i = 1; i < length; i++) {
    if ((elements[start + i * stride] as number) > (elements[start + best * stride] as number)) best = i;
  }
  return best;
};

const argMin: Reducer = (elements, start, length, stride) => {
  let best = 0;
  for (let i = 1; i < length; i++) {
    if ((elements[start + i * stride] as number) < (elements[start + best * stride] as number)) best = i;
  }
  return best;
};

type View = 'floats' | 'ints';

/** What reduces, what is read, and what is written. */
const reducers: Readonly<Record<Reduction, readonly [Reducer, View, View]>> = {
  [Reduction.Sum]: [sum, 'floats', 'floats'],
  [Reduction.Prod]: [prod, 'floats', 'floats'],
  [Reduction.Max]: [max, 'floats', 'floats'],
  [Reduction.Min]: [min, 'floats', 'floats'],
  [Reduction.ArgMax]: [argMax, 'floats', 'ints'],
  [Reduction.ArgMin]: [argMin, 'floats', 'ints'],
  [Reduction.IntSum]: [sum, 'ints', 'ints'],
  [Reduction.IntProd]: [prod, 'ints', 'ints'],
  [Reduction.IntMax]: [max, 'ints', 'ints'],
  [Reduction.IntMin]: [min, 'ints', 'ints'],
  [Reduction.IntArgMax]: [argMax, 'ints', 'ints'],
  [Reduction.IntArgMin]: [argMin, 'ints', 'ints'],
};

export function reduce(memory: Memory, word: number): number {
  const names = ['reduction', 'out', 'a', 'outer', 'length', 'inner'] as const;
  const {reduction, out, a, outer, length, inner} = operands(memory, word, ...names);
  const [reducer, from, to] = reducers[reduction as Reduction];
  const {[from]: source, [to]: target} = memory;
  for (let o = 0; o < outer; o++) {
    const start = a / 4 + o * length * inner;
    for (let i = 0; i < inner; i++) {
      target[out / 4 + o * inner + i] = reducer(source, start + i, length, inner);
    }
  }
  if (outer * inner === 1) splat(memory, out / 4);
  return word + names.length;
}
