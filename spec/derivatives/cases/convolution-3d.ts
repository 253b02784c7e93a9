import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {mixed} from '../data.js';

type Triple = [number, number, number];
type Shape5D = [number, number, number, number, number];

/** The square of a convolution: of the convolution alone, which is linear in each argument, dy would be constant. */
const squared = (y: tf.Tensor): tf.Tensor => tf.square(y);

/** conv3d: the shapes of x and the filter, strides, padding, dilations. */
const windows: ReadonlyArray<[number[], number[], number | Triple, 'valid' | 'same', (number | Triple)?]> = [
  [[2, 2, 3, 2, 2], [2, 2, 1, 2, 1], 1, 'valid'],
  [[1, 2, 2, 2, 1], [2, 2, 2, 1, 2], 1, 'same'],
  [[2, 3, 2, 2], [2, 1, 2, 2, 1], 1, 'same'],
  [[1, 3, 3, 3, 1], [2, 2, 2, 1, 1], 2, 'same'],
  [[1, 3, 4, 2, 1], [1, 2, 1, 1, 2], [2, 3, 1], 'valid'],
  [[1, 3, 3, 3, 1], [2, 2, 2, 1, 1], 1, 'valid', 2],
  [[1, 3, 2, 4, 1], [2, 1, 2, 1, 2], 1, 'same', [2, 1, 3]],
];

const conv3dCases = windows.map(([x, filter, strides, pad, dilations = 1]): DerivativeCase => ({
  title: `conv3d of ${x.join('×')} and ${filter.join('×')}, strides ${strides.toString()}, ${pad}, dilations ${dilations.toString()}`,
  f: (a, b) => squared(tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, strides, pad, 'NDHWC', dilations)),
  args: () => [mixed(x), mixed(filter, 2)],
}));

/** Its conv3dTranspose is the kernel of conv3d's gradient, which is right only where strides are 1 and depth is 1. */
const wrongOnWasm = {
  skip: {wasm: 'its Conv3DBackpropInputV2 gets the window wrong along the depth, and by strides'},
};

/** conv3dTranspose: the shapes of x and of the result, stride, padding. */
const transposed: ReadonlyArray<[number[], number[], number | Triple, 'valid' | 'same']> = [
  [[1, 1, 2, 2, 2], [1, 2, 3, 2, 1], 1, 'valid'],
  [[1, 2, 1, 2, 2], [1, 3, 2, 2, 1], 1, 'valid'],
  [[1, 2, 1, 2, 2], [1, 2, 1, 2, 1], 1, 'same'],
  [[2, 1, 2, 2], [4, 2, 3, 1], 2, 'same'],
  [[1, 2, 1, 2, 2], [1, 4, 2, 2, 1], [2, 2, 1], 'valid'],
];

const conv3dTransposeCases = transposed.map(([x, result, strides, pad]): DerivativeCase => ({
  title: `conv3dTranspose of ${x.join('×')} to ${result.join('×')}, strides ${strides.toString()}, ${pad}`,
  f: (a, b) =>
    squared(tf.conv3dTranspose(a as tf.Tensor5D, b as tf.Tensor5D, result as Shape5D, strides, pad)),
  args: () => [mixed(x), mixed([2, 2, 1, 1, 2], 2)],
  ...(x.at(-4) === 1 && strides === 1 ? {} : wrongOnWasm),
}));

export const cases: readonly DerivativeCase[] = [...conv3dCases, ...conv3dTransposeCases];
