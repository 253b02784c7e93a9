import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {linearCases} from '../linear.js';

type X = Tensor;
type X1 = tf.Tensor1D;

const int1 = (values: number[]): X1 => tf.tensor1d(values, 'int32');

const unsorted = linearCases(
  [
    ['unsortedSegmentSum', [[4]], (x: X) => tf.unsortedSegmentSum(x, [1, 0, 1, 1], 2)],
    ['unsortedSegmentSum, rank 3', [[3, 1, 2]], (x: X) => tf.unsortedSegmentSum(x, [2, 0, 2], 3)],
    ['unsortedSegmentSum, ids out of range', [[4, 2]], (x: X) => tf.unsortedSegmentSum(x, [1, -1, 0, 5], 2)],
  ],
  {skip: {wasm: 'it has no such kernel'}},
);

const bins = linearCases([
  ['bincount', [[4]], (x: X1) => tf.bincount(int1([1, 0, 1, 7]), x, 3)],
  ['denseBincount', [[3]], (x: X1) => tf.denseBincount(int1([1, 0, 1]), x, 3)],
  [
    'denseBincount, rank 2',
    [[2, 3]],
    (x: tf.Tensor2D) => tf.denseBincount(tf.tensor2d([1, 0, 1, 2, 2, 5], [2, 3], 'int32'), x, 3),
  ],
]);

const sparse = linearCases([
  ['sparseSegmentSum', [[3, 2]], (x: X) => tf.sparse.sparseSegmentSum(x, [0, 2, 2, 1], [0, 0, 1, 1])],
  ['sparseSegmentSum, a gap', [[3]], (x: X) => tf.sparse.sparseSegmentSum(x, [0, 2, 0], [0, 0, 2])],
  ['sparseSegmentMean', [[3, 2]], (x: X) => tf.sparse.sparseSegmentMean(x, [0, 2, 2, 1], [0, 0, 0, 1])],
  ['sparseSegmentMean, a gap', [[3, 1, 2]], (x: X) => tf.sparse.sparseSegmentMean(x, [0, 2, 0], [0, 0, 2])],
  [
    'sparseFillEmptyRows',
    [[3], []],
    (x: X1, y: tf.Scalar) =>
      tf.sparse.sparseFillEmptyRows(
        [
          [3, 1],
          [0, 0],
          [3, 0],
        ],
        x,
        [5, 2],
        y,
      )['outputValues'] as X,
  ],
  [
    'sparseFillEmptyRows, none empty',
    [[2], []],
    (x: X1, y: tf.Scalar) =>
      tf.sparse.sparseFillEmptyRows(
        [
          [0, 1],
          [1, 0],
        ],
        x,
        [2, 2],
        y,
      )['outputValues'] as X,
  ],
]);

/** How many values a range has must not change near the point. */
const ranges: DerivativeCase[] = [
  {
    title: 'raggedRange',
    f: (starts, limits, deltas) =>
      tf.pow(tf.raggedRange(starts as X, limits as X, deltas as X)['rtDenseValues'] as X, 3),
    args: () => [tf.tensor([0.5, 2, 3, 0.7]), tf.tensor([1.75, 0.8, 3.5, 0.2]), tf.tensor([0.5, -0.5, 1, 1])],
    epsilon: 0.03,
    skip: {wasm: 'it has no such kernel'},
  },
  {
    title: 'raggedRange, one start and one step for all',
    f: (start, limits, delta) =>
      tf.pow(tf.raggedRange(start as X, limits as X, delta as X)['rtDenseValues'] as X, 3),
    args: () => [tf.scalar(0.6), tf.tensor([1.85, 1.4]), tf.scalar(0.5)],
    epsilon: 0.03,
    skip: {wasm: 'it has no such kernel'},
  },
];

export const cases: readonly DerivativeCase[] = [...unsorted, ...bins, ...sparse, ...ranges];
