import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {linearCases} from '../linear.js';
import {cases as joining} from './joining.js';

type X = Tensor;
type X4 = tf.Tensor4D;

const reshaping = linearCases([
  ['reshape', [[2, 3]], (x: X) => tf.reshape(x, [3, 2])],
  ['reshape, from a scalar', [[]], (x: X) => tf.reshape(x, [1, 1])],
  ['reshape, to a list of unknown length', [[2, 1, 2]], (x: X) => tf.reshape(x, [-1])],
  ['expandDims', [[2, 2]], (x: X) => tf.expandDims(x)],
  ['expandDims, negative axis', [[2, 2]], (x: X) => tf.expandDims(x, -1)],
  ['expandDims, of a scalar', [[]], (x: X) => tf.expandDims(x)],
  ['squeeze', [[1, 2, 1]], (x: X) => tf.squeeze(x)],
  ['squeeze, axis', [[1, 2, 1]], (x: X) => tf.squeeze(x, [2])],
  ['transpose', [[2, 3]], (x: X) => tf.transpose(x)],
  ['transpose, of a list', [[3]], (x: X) => tf.transpose(x)],
  ['transpose, rank 3, default', [[2, 3, 1]], (x: X) => tf.transpose(x)],
  ['transpose, rank 3, a cycle', [[2, 3, 2]], (x: X) => tf.transpose(x, [2, 0, 1])],
  ['transpose, rank 4', [[2, 1, 2, 3]], (x: X) => tf.transpose(x, [1, 3, 0, 2])],
  ['transpose, rank 5', [[2, 1, 2, 1, 2]], (x: X) => tf.transpose(x, [4, 2, 0, 1, 3])],
  ['transpose, rank 6', [[2, 1, 2, 1, 2, 1]], (x: X) => tf.transpose(x, [5, 4, 2, 0, 1, 3])],
  ['reverse', [[3]], (x: X) => tf.reverse(x)],
  ['reverse, all axes', [[2, 3]], (x: X) => tf.reverse(x)],
  ['reverse, one axis', [[2, 3]], (x: X) => tf.reverse(x, 1)],
  ['reverse, negative axes', [[2, 2, 2]], (x: X) => tf.reverse(x, [-1, 0])],
  ['reverse4d', [[1, 2, 2, 2]], (x: X4) => tf.reverse4d(x, [1, 2])],
  ['meshgrid', [[2], [3]], (x: X, y: X) => tf.meshgrid(x, y)],
  ['meshgrid, ij', [[2], [3]], (x: X, y: X) => tf.meshgrid(x, y, {indexing: 'ij'})],
]);

const slicing = linearCases([
  ['slice', [[3, 3]], (x: X) => tf.slice(x, [1, 0], [1, 2])],
  ['slice, a number', [[4]], (x: X) => tf.slice(x, 1, 2)],
  ['slice, no size', [[4, 2]], (x: X) => tf.slice(x, 2)],
  ['slice, fewer axes', [[3, 2, 2]], (x: X) => tf.slice(x, [1], [1])],
  ['slice, size -1', [[3, 3]], (x: X) => tf.slice(x, [1, 1], [-1, 1])],
  ['slice4d', [[2, 2, 2, 2]], (x: X4) => tf.slice4d(x, [0, 1, 0, 1], [2, 1, 1, 1])],
  ['slice, rank 5', [[2, 1, 2, 1, 2]], (x: X) => tf.slice(x, [1, 0, 0, 0, 1], [1, 1, 2, 1, 1])],
  ['slice, rank 6', [[2, 1, 2, 1, 1, 2]], (x: X) => tf.slice(x, [1, 0, 0], [1, 1, 2])],
  ['stridedSlice', [[7]], (x: X) => tf.stridedSlice(x, [1], [6], [2])],
  ['stridedSlice, to the end', [[7]], (x: X) => tf.stridedSlice(x, [0], [7], [3])],
  ['stridedSlice, default strides', [[3, 3]], (x: X) => tf.stridedSlice(x, [1, 0], [3, 2])],
  ['stridedSlice, negative stride', [[5]], (x: X) => tf.stridedSlice(x, [4], [0], [-1])],
  ['stridedSlice, negative strides', [[5, 4]], (x: X) => tf.stridedSlice(x, [4, -1], [0, -4], [-2, -2])],
  ['stridedSlice, negative ends', [[5, 4]], (x: X) => tf.stridedSlice(x, [-4, 0], [-1, -1], [2, 2])],
  ['stridedSlice, ends out of range', [[4]], (x: X) => tf.stridedSlice(x, [-9], [9], [2])],
  ['stridedSlice, fewer axes', [[4, 2]], (x: X) => tf.stridedSlice(x, [0], [4], [2])],
  ['stridedSlice, begin mask', [[5]], (x: X) => tf.stridedSlice(x, [3], [5], [2], 1)],
  ['stridedSlice, end mask', [[5, 3]], (x: X) => tf.stridedSlice(x, [1, 0], [2, 2], [2, 1], 0, 1)],
  ['stridedSlice, reversed by masks', [[5]], (x: X) => tf.stridedSlice(x, [0], [0], [-1], 1, 1)],
  ['stridedSlice, ellipsis', [[2, 2, 5]], (x: X) => tf.stridedSlice(x, [0, 1], [0, 5], [1, 3], 0, 0, 1)],
  [
    'stridedSlice, new axis',
    [[5, 2]],
    (x: X) => tf.stridedSlice(x, [0, 1, 0], [0, 5, 2], [1, 2, 1], 0, 0, 0, 1),
  ],
  [
    'stridedSlice, shrunk axis',
    [[3, 4]],
    (x: X) => tf.stridedSlice(x, [1, 1], [2, 3], [1, 1], 0, 0, 0, 0, 1),
  ],
  ['stridedSlice, shrunk to a scalar', [[3]], (x: X) => tf.stridedSlice(x, [-1], [0], [1], 0, 0, 0, 0, 1)],
  ['stridedSlice, the whole', [[2, 2]], (x: X) => tf.stridedSlice(x, [0, 0], [2, 2], [1, 1])],
  [
    'stridedSlice, rank 4',
    [[2, 3, 2, 3]],
    (x: X) => tf.stridedSlice(x, [0, 2, 0, 0], [2, -4, 2, 3], [1, -2, 1, 2]),
  ],
]);

const padding = linearCases([
  ['pad', [[3]], (x: X) => tf.pad(x, [[1, 2]])],
  [
    'pad, with a constant',
    [[2, 2]],
    (x: X) =>
      tf.pad(
        x,
        [
          [0, 1],
          [2, 0],
        ],
        0.5,
      ),
  ],
  [
    'pad4d',
    [[1, 2, 1, 2]],
    (x: X4) =>
      tf.pad4d(x, [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
  ],
  ['mirrorPad, reflect', [[4]], (x: X) => tf.mirrorPad(x, [[3, 2]], 'reflect')],
  ['mirrorPad, symmetric', [[3]], (x: X) => tf.mirrorPad(x, [[3, 2]], 'symmetric')],
  ['mirrorPad, reflect, after only', [[3]], (x: X) => tf.mirrorPad(x, [[0, 2]], 'reflect')],
  ['mirrorPad, symmetric, before only', [[3]], (x: X) => tf.mirrorPad(x, [[2, 0]], 'symmetric')],
  [
    'mirrorPad, reflect, rank 2',
    [[2, 3]],
    (x: X) =>
      tf.mirrorPad(
        x,
        [
          [1, 1],
          [2, 1],
        ],
        'reflect',
      ),
  ],
  [
    'mirrorPad, symmetric, rank 2',
    [[2, 3]],
    (x: X) =>
      tf.mirrorPad(
        x,
        [
          [2, 0],
          [1, 3],
        ],
        'symmetric',
      ),
  ],
  [
    'mirrorPad, rank 3',
    [[2, 1, 3]],
    (x: X) =>
      tf.mirrorPad(
        x,
        [
          [1, 0],
          [0, 0],
          [0, 2],
        ],
        'reflect',
      ),
  ],
  [
    'mirrorPad, rank 4',
    [[1, 2, 2, 1]],
    (x: X) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 1],
          [2, 1],
          [0, 1],
        ],
        'symmetric',
      ),
  ],
]);

export const cases: readonly DerivativeCase[] = [...reshaping, ...slicing, ...padding, ...joining];
