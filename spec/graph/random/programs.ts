/** Random programs: operations on earlier results, of which the first are the arguments. */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

import {floatOperations, otherOperations, type Operation} from './element-wise.js';
import {imageOperations} from './images.js';
import {LARGEST, type Choose} from './shapes.js';
import {movements, reductions} from './whole-arrays.js';

const operations: Readonly<Record<string, Operation>> = {
  ...floatOperations,
  ...otherOperations,
  ...reductions,
  ...movements,
  ...imageOperations,
};

export interface Step {
  readonly operation: string;
  /** The operands, as how many results before. */
  readonly operands: readonly [number, number, number];
  /** What the choices of the operation are made by. */
  readonly seed: number;
}

export interface RandomProgram {
  /** The shapes of two float32 arguments, an int32 and a bool. */
  readonly shapes: ReadonlyArray<readonly number[]>;
  readonly steps: readonly Step[];
}

const names = fc.oneof(
  {weight: 5, arbitrary: fc.constantFrom(...Object.keys(floatOperations))},
  {weight: 3, arbitrary: fc.constantFrom(...Object.keys(otherOperations))},
  {weight: 3, arbitrary: fc.constantFrom(...Object.keys(reductions))},
  {weight: 4, arbitrary: fc.constantFrom(...Object.keys(movements))},
  {weight: 1, arbitrary: fc.constantFrom(...Object.keys(imageOperations))},
);

const small = fc.array(fc.constantFrom(1, 2, 3, 4, 5), {maxLength: 4});

/** Of more than one block of a loop (1024 elements), most of them no multiples of four. */
const large = fc.constantFrom([1025], [2050], [33, 41], [1, 1027], [2, 3, 5, 41], [5, 1, 211], [32, 64]);

const shape = fc.oneof({weight: 5, arbitrary: small}, {weight: 1, arbitrary: large});
const seed = fc.integer({min: 1, max: 1e6});
const back = fc.oneof({weight: 3, arbitrary: fc.nat(2)}, {weight: 1, arbitrary: fc.nat(12)});
const step = fc.record({operation: names, operands: fc.tuple(back, back, back), seed});

export const randomPrograms: fc.Arbitrary<RandomProgram> = fc.record({
  shapes: fc.tuple(shape, shape, small, small),
  steps: fc.array(step, {minLength: 1, maxLength: 14}),
});

/** Numbers from 0 to 1, the same for the same seed. */
export function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) * 2 ** -24 + 0.37 * (state % 7)) % 1;
  };
}

function chooser(from: number): Choose {
  const next = randomNumbers(from);
  return (count) => Math.floor(next() * count);
}

const extremes = [0, -0, Infinity, -Infinity, NaN, 1e30, -1e30, 1e-30];

/** Arguments for a program; of the floats every so manieth is extreme, where that is asked for. */
export function argumentsFor(
  {shapes: [a, b, c, d]}: RandomProgram,
  from: number,
  every = Infinity,
): tf.Tensor[] {
  const next = randomNumbers(from);
  const values = (length: number): number[] =>
    Array.from({length}, () =>
      next() < 1 / every ? (extremes[Math.floor(next() * extremes.length)] as number) : 4 * next() - 2,
    );
  const made = ([...lengths]: readonly number[] = [], dtype: 'float32' | 'int32' | 'bool'): tf.Tensor => {
    const floats = values(tf.util.sizeFromShape(lengths));
    const kept = {
      float32: floats,
      int32: floats.map((value) => (Math.abs(value) <= 2 ? Math.trunc(3 * value) : 7)),
      bool: floats.map((value) => value > 0),
    };
    return tf.tensor(kept[dtype], lengths, dtype);
  };
  return [made(a, 'float32'), made(b, 'float32'), made(c, 'int32'), made(d, 'bool')];
}

/** What happens to a result before others read it. */
export type Disturb = (result: tf.Tensor) => tf.Tensor;

/** Runs a program: two values as `y`, and the last two results as aux. */
export function run(
  {steps}: RandomProgram,
  args: readonly tf.Tensor[],
  disturb: Disturb = (result) => result,
): [y: tf.Tensor[], aux: tf.Tensor[]] {
  const results = [...args];
  for (const {operation, operands, seed: from} of steps) {
    const [x, y, z] = operands.map((index) => results.at(-1 - (index % results.length))) as Three;
    const made = (operations[operation] as Operation)(x, y, chooser(from), z);
    if (made.size > 0 && made.size <= LARGEST && made.rank <= 4) results.push(disturb(made));
  }
  const floats = results.filter(({dtype}) => dtype === 'float32');
  return [floats.slice(-2), results.slice(-2)];
}

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];
