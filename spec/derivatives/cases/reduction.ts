import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, between, distinct, mixed} from '../data.js';

type Axis = number | number[] | undefined;
type Reduction = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;
type Norm = readonly [
  title: string,
  ord: number | 'euclidean' | 'fro',
  shape: number[],
  axis: number | number[] | null,
];

const forms: ReadonlyArray<readonly [axis: Axis, keepDims: boolean, shape: number[]]> = [
  [undefined, false, [2, 3]],
  [undefined, true, [2, 3]],
  [undefined, false, [4]],
  [0, false, [2, 3]],
  [1, true, [2, 3]],
  [-1, false, [2, 3]],
  [-2, true, [2, 3]],
  [1, false, [2, 3, 2]],
  [[0, 2], false, [2, 3, 2]],
  [[0, -1], true, [2, 3, 2]],
  [[1, 2], false, [2, 3, 2]],
  [[1, 3], true, [2, 3, 1, 2]],
  [[0], false, [3, 1]],
];

/** All forms of a reduction. What is linear is bent, so that it has second and third derivatives. */
const inAllForms = (
  name: string,
  reduce: Reduction,
  data: (shape: number[]) => tf.Tensor,
): readonly DerivativeCase[] =>
  forms.map(([axis, keepDims, shape]) => ({
    title: `${name}, shape [${shape}], axis ${JSON.stringify(axis)}${keepDims ? ', keepDims' : ''}`,
    f: (x) => bend(reduce(x, axis, keepDims)),
    args: () => [data(shape)],
  }));

/** Equal entries that move together: their extreme is smooth, and each has its share of the gradient. */
const tieCases: readonly DerivativeCase[] = (['max', 'min'] as const).flatMap((name) => [
  {
    title: `${name} of pairs of equal entries`,
    f: (x: tf.Tensor) => bend(tf[name](tf.tile(x, [1, 2]), 1)),
    args: () => [distinct([2, 3])],
  },
  {
    title: `${name} of three equal entries`,
    f: (x: tf.Tensor) => bend(tf[name](tf.tile(x, [3]))),
    args: () => [tf.tensor([0.3])],
  },
]);

/** What counts, chooses or compares hands nothing back to its input; the other factor gets its gradient all the same. */
const timesConstant = (name: string, f: (x: tf.Tensor) => tf.Tensor): DerivativeCase => ({
  title: `${name} times its argument`,
  f: (x) => bend(tf.mul(tf.cast(f(x), 'float32'), x)),
  args: () => [distinct([2, 3])],
});

const norms: readonly Norm[] = [
  ['of all', 'euclidean', [2, 3], null],
  ['of a vector', 2, [4], null],
  ['of rows', 'euclidean', [2, 3], 1],
  ['of columns', 2, [2, 3], [0]],
  ['of the last axis', 'euclidean', [2, 2, 2], -1],
  ['of a matrix', 'fro', [2, 3], [0, 1]],
  ['of matrices', 'euclidean', [2, 2, 2], [1, 2]],
  ['of a vector', 1, [4], null],
  ['of rows', 1, [2, 3], 1],
  ['of a matrix', 1, [2, 3], [0, 1]],
  ['of all', Infinity, [2, 3], null],
  ['of rows', Infinity, [2, 3], 1],
  ['of a matrix', Infinity, [2, 3], [0, 1]],
  ['of a vector', -Infinity, [4], null],
  ['of columns', -Infinity, [2, 3], 0],
  ['of a matrix', -Infinity, [2, 3], [0, 1]],
];

const normCases = norms.flatMap(([title, ord, shape, axis]) =>
  [false, true].map((keepDims) => ({
    title: `norm ${title}, ord ${ord}, axis ${JSON.stringify(axis)}${keepDims ? ', keepDims' : ''}`,
    f: (x: tf.Tensor) => bend(tf.norm(x, ord, axis ?? undefined, keepDims)),
    // Magnitudes stay apart as well as the values.
    args: () => [tf.mul(tf.add(distinct(shape), 1.5), tf.sign(mixed(shape)))],
  })),
);

const counts = (): tf.Tensor => tf.tensor([0, 2, 1, 2, 7, 2], [6], 'int32');
const rowCounts = (): tf.Tensor2D => tf.tensor2d([0, 2, 1, 2, 7, 2], [2, 3], 'int32');

const countCases: readonly DerivativeCase[] = [
  {
    title: 'bincount, weights, one of them beyond the last bin',
    f: (weights) => bend(tf.bincount(counts() as tf.Tensor1D, weights as tf.Tensor1D, 4)),
    args: () => [mixed([6])],
  },
  {
    title: 'denseBincount of a vector',
    f: (weights) => bend(tf.denseBincount(counts() as tf.Tensor1D, weights as tf.Tensor1D, 4)),
    args: () => [mixed([6])],
  },
  {
    title: 'denseBincount of rows',
    f: (weights) => bend(tf.denseBincount(rowCounts(), weights as tf.Tensor2D, 3)),
    args: () => [mixed([2, 3])],
  },
  {
    title: 'denseBincount, binary, times its weights',
    f: (weights) => bend(tf.mul(tf.denseBincount(rowCounts(), weights as tf.Tensor2D, 3, true), weights)),
    args: () => [mixed([2, 3])],
  },
];

const topKForms: ReadonlyArray<readonly [shape: number[], k: number, sorted: boolean]> = [
  [[5], 1, true],
  [[5], 3, true],
  [[5], 5, true],
  [[5], 3, false],
  [[2, 3], 2, true],
  [[2, 1, 4], 3, true],
];

const topKCases: readonly DerivativeCase[] = [
  ...topKForms.map(([shape, k, sorted]) => ({
    title: `topk of shape [${shape}], k ${k}${sorted ? '' : ', not sorted'}`,
    f: (x: tf.Tensor) => bend(tf.topk(x, k, sorted).values),
    args: () => [distinct(shape)],
  })),
  {
    title: 'topk, indices and values',
    f: (x) => {
      const {values, indices} = tf.topk(x, 2);
      return bend(tf.mul(values, tf.cast(indices, 'float32')));
    },
    args: () => [distinct([2, 4])],
  },
];

const softmaxCases: readonly DerivativeCase[] = [[3], [2, 3], [2, 1, 3]].flatMap((shape) => [
  {title: `softmax of shape [${shape}]`, f: (x) => tf.softmax(x), args: () => [mixed(shape)]},
  {title: `logSoftmax of shape [${shape}]`, f: (x) => tf.logSoftmax(x), args: () => [mixed(shape)]},
  {
    title: `softmax of large inputs of shape [${shape}]`,
    f: (x) => tf.softmax(tf.add(x, 1000), -1),
    args: () => [mixed(shape)],
    // Inputs near 1000 are rounded to 6e-5 in float32.
    epsilon: 0.1,
  },
  {
    title: `logSoftmax of large inputs of shape [${shape}]`,
    f: (x) => tf.logSoftmax(tf.add(x, 1000), -1),
    args: () => [mixed(shape)],
    epsilon: 0.1,
  },
]);

const meanAndVariance = (x: tf.Tensor, axis?: Axis, keepDims?: boolean): tf.Tensor => {
  const {mean, variance} = tf.moments(x, axis, keepDims);
  return tf.mul(mean, variance);
};

export const cases: readonly DerivativeCase[] = [
  ...inAllForms('sum', tf.sum, mixed),
  ...inAllForms('mean', tf.mean, mixed),
  ...inAllForms('max', tf.max, distinct),
  ...inAllForms('min', tf.min, distinct),
  ...inAllForms('prod', tf.prod, mixed),
  ...inAllForms('logSumExp', tf.logSumExp, mixed),
  ...inAllForms('moments', meanAndVariance, mixed),
  ...inAllForms('euclideanNorm', tf.euclideanNorm, mixed),
  ...tieCases,
  {title: 'sum of a scalar', f: (x) => bend(tf.sum(x)), args: () => [tf.scalar(0.7)]},
  {title: 'prod of a scalar', f: (x) => bend(tf.prod(x)), args: () => [tf.scalar(0.7)]},
  {
    title: 'prod with one zero',
    f: (x) => tf.prod(x, 1),
    args: () => [tf.tensor([0.5, 0, -0.7, 0.3, 0.6, 0.9], [2, 3])],
  },
  {
    title: 'prod with two zeros, negative axis',
    f: (x) => tf.add(tf.prod(x, -1), tf.mean(x)),
    args: () => [tf.tensor([0.5, 0, -0.7, 0, 0, 0.6, 0.9, 0], [2, 4])],
  },
  {
    title: 'prod with three zeros',
    f: (x) => tf.add(tf.prod(x), tf.mean(x)),
    args: () => [tf.tensor([0, 0.5, 0, 0.8, 0])],
  },
  {
    title: 'logSumExp of large inputs',
    f: (x) => tf.logSumExp(tf.add(tf.mul(x, 3), 200)),
    args: () => [mixed([4])],
    // Values near 200 have an error of 1e-5 in float32.
    epsilon: 0.05,
  },
  {title: 'logSumExp of equal inputs', f: (x) => tf.logSumExp(x), args: () => [tf.zeros([3])]},
  ...softmaxCases,
  timesConstant('argMax', (x) => tf.argMax(x, 0)),
  timesConstant('argMin', (x) => tf.reshape(tf.argMin(x, 1), [2, 1])),
  timesConstant('argMax of integers', (x) => tf.argMax(tf.cast(tf.mul(x, 9), 'int32'), 0)),
  timesConstant('any', (x) => tf.any(tf.greater(x, 0), 0)),
  timesConstant('all', (x) => tf.all(tf.greater(x, -2), 1, true)),
  ...topKCases,
  ...countCases,
  ...normCases,
  {
    title: 'movingAverage',
    f: (v, x, decay) => tf.movingAverage(v, x, decay as tf.Scalar, 3),
    args: () => [mixed([3]), mixed([3], 2), tf.scalar(0.6)],
  },
  {
    title: 'movingAverage, not debiased',
    f: (v, x, decay) => bend(tf.movingAverage(v, x, decay as tf.Scalar, undefined, false)),
    args: () => [mixed([3]), mixed([3], 2), between(0.5, 0.9, [])],
  },
];
