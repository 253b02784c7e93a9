import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';

import {graph, hessianVectorProduct} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, inScope, shown} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';

/** The ways to write a tensor of a shape. */
const spellings = [
  'tensor',
  'list',
  'Float32Array',
  'Float64Array',
  'Int32Array',
  'rows of typed arrays',
] as const;
type Spelling = (typeof spellings)[number];

/** A place for a value: its shape, and how it is written. */
interface Spelled {
  readonly shape: readonly number[];
  readonly spelling: Spelling;
}

type Structure = Spelled | readonly Structure[] | {readonly a: Structure; readonly b: Structure};

const spelled: fc.Arbitrary<Spelled> = fc.record({
  shape: fc.constantFrom([], [1], [2], [3], [2, 2], [1, 2], [2, 1, 2]),
  spelling: fc.constantFrom(...spellings),
});

const structures: fc.Arbitrary<Structure> = fc.letrec<{node: Structure}>((tie) => ({
  node: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    spelled,
    fc.array(tie('node'), {minLength: 1, maxLength: 3}),
    fc.record({a: tie('node'), b: tie('node')}),
  ),
})).node;

function isSpelled(structure: Structure): structure is Spelled {
  return 'spelling' in structure;
}

/** Numbers that are others for every call. */
function write({shape, spelling}: Spelled, seed: number): unknown {
  const size = shape.reduce((product, length) => product * length, 1);
  const elements = Array.from({length: size}, (_, index) => ((seed * 7 + index * 3) % 11) - 4);
  const tensor = tf.tensor(elements, [...shape], 'float32');
  const isVector = shape.length === 1;
  if (spelling === 'tensor' || (spelling === 'rows of typed arrays' && shape.length !== 2)) return tensor;
  if (spelling === 'Float32Array' && isVector) return Float32Array.from(elements);
  if (spelling === 'Float64Array' && isVector) return Float64Array.from(elements);
  if (spelling === 'Int32Array' && isVector) return Int32Array.from(elements);
  if (spelling === 'rows of typed arrays')
    return (tensor.arraySync() as number[][]).map((row) => Float32Array.from(row));
  return tensor.arraySync();
}

function writeAll(structure: Structure, seed: number): unknown {
  if (isSpelled(structure)) return write(structure, seed);
  if (Array.isArray(structure))
    return structure.map((part: Structure, index) => writeAll(part, seed + index + 1));
  const {a, b} = structure as {a: Structure; b: Structure};
  return {a: writeAll(a, seed + 5), b: writeAll(b, seed + 9)};
}

/** The sum of the cubes of all that `f` receives, of numbers that are no tensors, too. */
function energy(received: unknown): tf.Tensor {
  const terms: tf.Tensor[] = [tf.scalar(0)];
  const visit = (part: unknown): void => {
    if (part instanceof tf.Tensor) terms.push(tf.mul(tf.sum(tf.pow(part, 3)), terms.length));
    else if (typeof part === 'number') terms.push(tf.scalar(part * terms.length));
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
  };
  visit(received);
  return terms.reduce((sum, term) => tf.add(sum, term));
}

/** Where a structure is passed, and how its values are answered. */
type Pass = (h: unknown, make: (seed: number) => unknown) => unknown;

const f = (...parameters: unknown[]): tf.Tensor => energy(parameters);

/** A function of `x` alone with as many outputs as there are tensors like `like`, in its structure. */
const outputsLike =
  (like: Structure) =>
  (x: tf.Tensor): unknown => {
    const outputs = (part: Structure): unknown => {
      if (isSpelled(part)) return tf.mul(tf.ones([...part.shape]), tf.square(x));
      if (Array.isArray(part)) return part.map(outputs);
      const {a, b} = part as {a: Structure; b: Structure};
      return {a: outputs(a), b: outputs(b)};
    };
    return outputs(like);
  };

const places: Readonly<Record<string, Pass>> = {
  'the only argument': (h, make) => differentiate(h, make(0), {autoUnpackSingleArg: false}),
  'several arguments': (h, make) => differentiate(h, [make(0), make(4)]),
  'an argument that is not differentiated': (h, make) => differentiate(h, [make(0), make(4)], {argnums: [0]}),
  'named arguments': (h, make) => differentiate(h, [make(0)], {kwargs: {k: make(4)}}),
  vectors: (h, make) =>
    (hessianVectorProduct as (...given: unknown[]) => unknown)(h, [make(0), make(1)], [make(2), make(3)]),
};

const CALLS = 6;

/** What a call gives, or the message with which it is refused: numbers around which there are tensors may be ragged. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return shown(call());
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

onEachGraphBackend('a graph function gives what the tape gives, however tensors are written, of', () => {
  const expectAgreement = (
    plain: (...parameters: never[]) => unknown,
    call: (h: unknown, count: number) => unknown,
  ): void => {
    inScope(() => {
      const g = graph(plain);
      for (let count = 0; count < CALLS; count++)
        expectNumbers(
          outcomeOf(() => call(g, count)),
          outcomeOf(() => call(plain, count)),
          1e-4,
        );
      g.dispose();
    });
  };
  const runs = {numRuns: tf.getBackend() === 'webgl' ? 12 : 40, seed: 11};

  for (const [where, pass] of Object.entries(places)) {
    it(where, () => {
      fc.assert(
        fc.property(structures, fc.array(structures, {maxLength: 1}), (one, others) => {
          // Also in turn with another structure, which must not be taken for the first.
          const all = [one, ...others];
          expectAgreement(f, (h, count) =>
            pass(h, (seed) => writeAll(all[count % all.length] as Structure, seed + count)),
          );
        }),
        runs,
      );
    });
  }

  it('weights of outputs', () => {
    fc.assert(
      fc.property(structures, (like) => {
        expectAgreement(outputsLike(like), (h, count) =>
          differentiate(h, [count], {outputGradients: writeWeights(like, count)}),
        );
      }),
      runs,
    );
  });
});

/** Weights in the structure of the outputs: rows of typed arrays would be a list of two tensors. */
function writeWeights(like: Structure, seed: number): unknown {
  const plain = (part: Structure): Structure => {
    if (isSpelled(part)) return part.spelling === 'rows of typed arrays' ? {...part, spelling: 'list'} : part;
    if (Array.isArray(part)) return part.map(plain);
    const {a, b} = part as {a: Structure; b: Structure};
    return {a: plain(a), b: plain(b)};
  };
  return writeAll(plain(like), seed);
}
