import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {distinct, mixed} from '../data.js';
import {linearCases} from '../linear.js';
import {cases as segments} from './segments.js';

type X = Tensor;
type X1 = tf.Tensor1D;

const int = (values: number | number[] | number[][] | number[][][]): Tensor =>
  tf.tensor(values, undefined, 'int32');

/** Indices that come from a differentiated tensor, which has no part in the derivative through them. */
const largest = (y: Tensor): Tensor => tf.argMax(y, 1);

const gathering = linearCases([
  ['gather', [[4]], (x: X) => tf.gather(x, int([3, 0]))],
  ['gather, repeated indices', [[3, 2]], (x: X) => tf.gather(x, int([2, 0, 2, 2]))],
  ['gather, a scalar index', [[3, 2]], (x: X) => tf.gather(x, tf.scalar(1, 'int32'))],
  [
    'gather, a matrix of indices',
    [[3, 2]],
    (x: X) =>
      tf.gather(
        x,
        int([
          [2, 0],
          [1, 2],
        ]),
      ),
  ],
  ['gather, axis 1', [[2, 3]], (x: X) => tf.gather(x, int([2, 2, 0]), 1)],
  [
    'gather, axis 1 of 3, a matrix of indices',
    [[2, 3, 2]],
    (x: X) =>
      tf.gather(
        x,
        int([
          [2, 1],
          [0, 2],
        ]),
        1,
      ),
  ],
  ['gather, negative axis', [[2, 1, 3]], (x: X) => tf.gather(x, int([1, 0, 1, 2]), -1)],
  ['gather, negative axis of 3', [[2, 3, 2]], (x: X) => tf.gather(x, int([2, 0]), -2)],
  ['gather, rank 5', [[1, 2, 3, 1, 2]], (x: X) => tf.gather(x, int([1, 0, 1]), 2)],
  [
    'gather, one batch dimension',
    [[2, 3]],
    (x: X) =>
      tf.gather(
        x,
        int([
          [2, 2],
          [1, 0],
        ]),
        1,
        1,
      ),
  ],
  [
    'gather, one batch dimension, inner axes',
    [[2, 3, 2]],
    (x: X) =>
      tf.gather(
        x,
        int([
          [2, 2],
          [1, 0],
        ]),
        1,
        1,
      ),
  ],
  [
    'gather, one batch dimension, outer axes',
    [[2, 2, 3]],
    (x: X) =>
      tf.gather(
        x,
        int([
          [2, 2],
          [1, 0],
        ]),
        2,
        1,
      ),
  ],
  [
    'gather, negative batch dimensions and axis',
    [[2, 1, 3]],
    (x: X) => tf.gather(x, int([[[2, 0]], [[1, 1]]]), -1, -1),
  ],
  [
    'gatherND, scalars',
    [[2, 3]],
    (x: X) =>
      tf.gatherND(
        x,
        int([
          [1, 2],
          [0, 0],
          [1, 2],
        ]),
      ),
  ],
  ['gatherND, slices', [[3, 2]], (x: X) => tf.gatherND(x, int([[2], [0], [2]]))],
  ['gatherND, one index', [[3, 2]], (x: X) => tf.gatherND(x, int([1]))],
  ['gatherND, one full index', [[3, 2]], (x: X) => tf.gatherND(x, int([1, 0]))],
  [
    'gatherND, nested',
    [[2, 3, 2]],
    (x: X) =>
      tf.gatherND(
        x,
        int([
          [
            [1, 2],
            [0, 1],
          ],
          [
            [1, 2],
            [0, 0],
          ],
        ]),
      ),
  ],
]);

const batchedGathering = linearCases(
  [
    ['gather, a scalar index per batch', [[2, 3]], (x: X) => tf.gather(x, int([2, 1]), 1, 1)],
    [
      'gather, two batch dimensions',
      [[2, 1, 3, 2]],
      (x: X) => tf.gather(x, int([[[2, 0, 2]], [[1, 1, 0]]]), 2, 2),
    ],
  ],
  {skip: {wasm: 'its kernel reads past the indices of the later batches'}},
);

const scattering = linearCases([
  ['scatterND', [[3]], (x: X) => tf.scatterND(int([[4], [0], [2]]), x, [5])],
  ['scatterND, repeated indices', [[3]], (x: X) => tf.scatterND(int([[1], [0], [1]]), x, [3])],
  ['scatterND, a list of indices', [[3]], (x: X) => tf.scatterND(int([1, 0, 1]), x, [3])],
  ['scatterND, slices', [[2, 2]], (x: X) => tf.scatterND(int([[2], [0]]), x, [3, 2])],
  [
    'scatterND, pairs of indices',
    [[3]],
    (x: X) =>
      tf.scatterND(
        int([
          [1, 1],
          [0, 1],
          [1, 1],
        ]),
        x,
        [2, 2],
      ),
  ],
  ['scatterND, nested', [[2, 1, 2]], (x: X) => tf.scatterND(int([[[1, 1]], [[0, 1]]]), x, [2, 2, 2])],
  ['tensorScatterUpdate', [[4], [2]], (x: X, y: X) => tf.tensorScatterUpdate(x, int([[3], [0]]), y)],
  [
    'tensorScatterUpdate, slices',
    [
      [3, 2],
      [2, 2],
    ],
    (x: X, y: X) => tf.tensorScatterUpdate(x, int([[2], [0]]), y),
  ],
  [
    'tensorScatterUpdate, pairs of indices',
    [
      [2, 2, 2],
      [2, 2],
    ],
    (x: X, y: X) =>
      tf.tensorScatterUpdate(
        x,
        int([
          [1, 0],
          [0, 1],
        ]),
        y,
      ),
  ],
  [
    'tensorScatterUpdate, a list of indices',
    [[4], [2]],
    (x: X, y: X) => tf.tensorScatterUpdate(x, int([3, 0]), y),
  ],
  [
    'tensorScatterUpdate, repeated indices',
    [
      [3, 2],
      [3, 2],
    ],
    (x: X, y: X) => tf.tensorScatterUpdate(x, int([[1], [0], [1]]), y),
  ],
  ['sparseToDense', [[2]], (x: X) => tf.sparseToDense(int([3, 1]), x, [4])],
  [
    'sparseToDense, default value',
    [[2], []],
    (x: X, y: tf.Scalar) => tf.sparseToDense(int([3, 1]), x, [4], y),
  ],
  ['sparseToDense, one value', [[], []], (x: X, y: tf.Scalar) => tf.sparseToDense(int([3, 1, 1]), x, [4], y)],
  [
    'sparseToDense, one index',
    [[], []],
    (x: X, y: tf.Scalar) => tf.sparseToDense(tf.scalar(2, 'int32'), x, [4], y),
  ],
  [
    'sparseToDense, pairs of indices',
    [[2], []],
    (x: X, y: tf.Scalar) =>
      tf.sparseToDense(
        int([
          [0, 1],
          [1, 1],
        ]),
        x,
        [2, 2],
        y,
      ),
  ],
  [
    'sparseToDense, repeated indices',
    [[3], []],
    (x: X, y: tf.Scalar) =>
      tf.sparseToDense(
        int([
          [0, 1],
          [1, 1],
          [0, 1],
        ]),
        x,
        [2, 2],
        y,
      ),
  ],
]);

const indicesFromTheTape: DerivativeCase[] = [
  ['gather', (x: X, y: X) => tf.gather(x, largest(y))] as const,
  ['gatherND', (x: X, y: X) => tf.gatherND(x, tf.expandDims(largest(y), 1))] as const,
  ['scatterND', (x: X, y: X) => tf.scatterND(tf.expandDims(largest(y), 1), x, [4])] as const,
  [
    'tensorScatterUpdate',
    (x: X, y: X) =>
      tf.tensorScatterUpdate(tf.sin(tf.reshape(tf.slice(y, 0, 1), [-1])), tf.expandDims(largest(y), 1), x),
  ] as const,
  ['sparseToDense', (x: X, y: X) => tf.sparseToDense(largest(y), x, [4])] as const,
  ['unsortedSegmentSum', (x: X, y: X) => tf.unsortedSegmentSum(x, largest(y) as X1, 4)] as const,
  ['bincount', (x: X, y: X) => tf.bincount(largest(y) as X1, x as X1, 4)] as const,
].map(([title, op]) => ({
  title: `${title}, indices that come from an argument`,
  f: (x, y) => tf.mul(tf.square(op(tf.sin(x as X), y as X)), tf.mean(tf.square(y as X))),
  args: () => [mixed([3]), distinct([3, 3])],
  ...(title === 'unsortedSegmentSum' ? {skip: {wasm: 'it has no such kernel'}} : {}),
}));

export const cases: readonly DerivativeCase[] = [
  ...gathering,
  ...batchedGathering,
  ...scattering,
  ...segments,
  ...indicesFromTheTape,
];
