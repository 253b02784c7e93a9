import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {linearCases} from '../linear.js';

type X = Tensor;
type X4 = tf.Tensor4D;

const joining = linearCases([
  ['concat', [[2], [3]], (x: X, y: X) => tf.concat([x, y])],
  [
    'concat, axis 1',
    [
      [2, 1],
      [2, 2],
    ],
    (x: X, y: X) => tf.concat([x, y], 1),
  ],
  [
    'concat, negative axis',
    [
      [1, 2, 1],
      [1, 2, 2],
    ],
    (x: X, y: X) => tf.concat([x, y], -1),
  ],
  [
    'concat, rank 4',
    [
      [1, 2, 1, 2],
      [1, 1, 1, 2],
      [1, 1, 1, 2],
    ],
    (...xs: X[]) => tf.concat(xs, 1),
  ],
  ['concat, four', [[2], [2], [1], [2]], (...xs: X[]) => tf.concat(xs)],
  ['concat, twice the same', [[2]], (x: X) => tf.concat([x, x])],
  ['split, even', [[4]], (x: X) => tf.split(x, 2)],
  ['split, sizes', [[2, 4]], (x: X) => tf.split(x, [1, 3], 1)],
  ['split, the rest', [[4, 2]], (x: X) => tf.split(x, [1, -1, 1])],
  ['split, negative axis', [[1, 2, 4]], (x: X) => tf.split(x, 2, -1)],
  ['split, some parts unused', [[6]], (x: X) => tf.split(x, 3)[1] as X],
  ['split, into one', [[3]], (x: X) => tf.split(x, 1)],
  ['stack', [[2], [2]], (x: X, y: X) => tf.stack([x, y])],
  [
    'stack, axis 1',
    [
      [2, 2],
      [2, 2],
    ],
    (x: X, y: X) => tf.stack([x, y], 1),
  ],
  [
    'stack, negative axis',
    [
      [2, 2],
      [2, 2],
    ],
    (x: X, y: X) => tf.stack([x, y], -1),
  ],
  ['stack, of scalars', [[], [], []], (...xs: X[]) => tf.stack(xs)],
  ['stack, five', [[2], [2], [2], [2], [2]], (...xs: X[]) => tf.stack(xs)],
  ['stack, of one', [[2]], (x: X) => tf.stack([x], 1)],
  ['unstack', [[2, 2]], (x: X) => tf.unstack(x)],
  ['unstack, axis 1', [[2, 3, 1]], (x: X) => tf.unstack(x, 1)],
  ['unstack, negative axis', [[2, 1, 2]], (x: X) => tf.unstack(x, -1)],
  ['unstack, some parts unused', [[3, 2]], (x: X) => tf.unstack(x)[2] as X],
  ['unstack, into one', [[1, 2]], (x: X) => tf.unstack(x)],
  ['unstack, a list', [[3]], (x: X) => tf.unstack(x)],
]);

/** 1 in every entry, as integers. */
const onesOf = (x: X): X => tf.cast(tf.add(tf.mul(x, 0.5), 1.5), 'int32');
const integers = linearCases([
  [
    'unstack, of integers, some parts unused',
    [[2, 2]],
    (x: X) => tf.mul(x, tf.cast(tf.unstack(onesOf(x))[1] as X, 'float32')),
  ],
  [
    'split, of integers, some parts unused',
    [[2, 2]],
    (x: X) => tf.mul(x, tf.cast(tf.split(onesOf(x), 2)[0] as X, 'float32')),
  ],
]);

const empty = linearCases(
  [
    [
      'concat, with an empty one',
      [
        [2, 0],
        [2, 1],
      ],
      (x: X, y: X) => tf.concat([x, y], 1),
    ],
  ],
  {skip: {webgl: 'the check sums the gradients, and its Sum throws on empty tensors'}},
);

const repeating = linearCases([
  ['tile, rank 1', [[2]], (x: X) => tf.tile(x, [3])],
  ['tile, rank 2', [[2, 1]], (x: X) => tf.tile(x, [2, 3])],
  ['tile, not at all', [[2, 2]], (x: X) => tf.tile(x, [1, 1])],
  ['tile, rank 3', [[1, 2, 2]], (x: X) => tf.tile(x, [2, 1, 2])],
  ['tile, rank 4', [[1, 2, 1, 2]], (x: X) => tf.tile(x, [2, 1, 2, 1])],
  ['broadcastTo', [[2, 1]], (x: X) => tf.broadcastTo(x, [2, 3])],
  ['broadcastTo, a higher rank', [[2]], (x: X) => tf.broadcastTo(x, [2, 3, 2])],
  ['broadcastTo, from a scalar', [[]], (x: X) => tf.broadcastTo(x, [2, 2])],
  ['broadcastTo, its own shape', [[2]], (x: X) => tf.broadcastTo(x, [2])],
]);

const highRank = linearCases(
  [
    ['tile, rank 5', [[1, 2, 1, 1, 2]], (x: X) => tf.tile(x, [2, 1, 1, 2, 2])],
    ['tile, rank 6', [[1, 2, 1, 1, 1, 2]], (x: X) => tf.tile(x, [2, 1, 1, 1, 2, 2])],
    ['broadcastTo, rank 5', [[2, 1, 2]], (x: X) => tf.broadcastTo(x, [2, 1, 2, 2, 2])],
  ],
  {skip: {webgl: 'its Tile kernel stops at rank 5'}},
);

const blocks = linearCases([
  [
    'batchToSpaceND',
    [[4, 1, 1, 2]],
    (x: X) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  [
    'batchToSpaceND, crops',
    [[4, 2, 2]],
    (x: X) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [1, 0],
          [0, 1],
        ],
      ),
  ],
  ['batchToSpaceND, one axis', [[2, 2, 1]], (x: X) => tf.batchToSpaceND(x, [2], [[1, 1]])],
  [
    'spaceToBatchND',
    [[1, 2, 2, 1]],
    (x: X) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
  [
    'spaceToBatchND, paddings',
    [[1, 2, 3]],
    (x: X) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [1, 1],
          [1, 0],
        ],
      ),
  ],
  ['spaceToBatchND, one axis', [[2, 3, 1]], (x: X) => tf.spaceToBatchND(x, [2], [[0, 1]])],
  ['depthToSpace', [[1, 1, 2, 8]], (x: X4) => tf.depthToSpace(x, 2, 'NHWC')],
  ['depthToSpace, blocks of 3', [[2, 1, 1, 9]], (x: X4) => tf.depthToSpace(x, 3, 'NHWC')],
  ['diag', [[3]], (x: X) => tf.diag(x)],
  ['diag, rank 2', [[2, 3]], (x: X) => tf.diag(x)],
  ['diag, rank 3', [[2, 1, 2]], (x: X) => tf.diag(x)],
]);

const channelsFirst = linearCases(
  [['depthToSpace, channels first', [[2, 8, 1, 2]], (x: X4) => tf.depthToSpace(x, 2, 'NCHW')]],
  {skip: {cpu: 'its kernel takes NHWC only'}},
);

export const cases: readonly DerivativeCase[] = [
  ...joining,
  ...integers,
  ...empty,
  ...repeating,
  ...highRank,
  ...blocks,
  ...channelsFirst,
];
