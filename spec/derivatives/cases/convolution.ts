import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bendAround, distinct, mixed} from '../data.js';

type Pad2D = Parameters<typeof tf.conv2d>[3];
type Pair = [number, number];

interface Window {
  readonly title: string;
  readonly x?: number[];
  readonly filter?: number[];
  readonly strides?: number | Pair;
  readonly pad?: Pad2D;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | Pair;
  readonly rounding?: 'floor' | 'round' | 'ceil';
}

const windows: readonly Window[] = [
  {title: 'valid'},
  {title: 'same', pad: 'same'},
  {title: 'of one image, rank 3', x: [3, 4, 2], pad: 'same'},
  {title: 'filter 1×1', filter: [1, 1, 2, 2]},
  {title: 'stride 2, valid', x: [1, 5, 5, 2], strides: 2},
  {title: 'stride 2, same', x: [1, 5, 4, 2], strides: 2, pad: 'same'},
  {title: 'strides [1, 2], valid', strides: [1, 2]},
  {title: 'stride larger than the filter, valid', x: [1, 5, 4, 2], filter: [1, 2, 2, 2], strides: 3},
  {title: 'pad 1', pad: 1},
  {title: 'pad 1, stride 2, rows left over', x: [1, 4, 4, 2], filter: [3, 3, 2, 1], pad: 1, strides: 2},
  {title: 'pad as a list, asymmetric', pad: [[0, 0], [1, 0], [0, 2], [0, 0]]}, // prettier-ignore
  {
    title: 'pad 0, rounding ceil',
    x: [1, 4, 4, 2],
    filter: [3, 3, 2, 1],
    pad: 0,
    strides: 2,
    rounding: 'ceil',
  },
  {title: 'pad 0, rounding floor', x: [1, 4, 4, 2], pad: 0, strides: 3, rounding: 'floor'},
  {title: 'pad 1, rounding round', x: [1, 3, 3, 2], pad: 1, strides: 2, rounding: 'round'},
  {title: 'dilation 2, valid', x: [1, 4, 4, 2], dilations: 2},
  {title: 'dilation 2, same', x: [1, 3, 4, 2], pad: 'same', dilations: 2},
  {title: 'dilations [1, 2], same', x: [1, 3, 4, 2], filter: [2, 3, 2, 1], pad: 'same', dilations: [1, 2]},
  {title: 'dilations [3, 1], pad 1', x: [1, 4, 3, 2], pad: 1, dilations: [3, 1]},
  {title: 'dilation 2, pad as a list', x: [1, 3, 3, 2], pad: [[0, 0], [1, 1], [0, 2], [0, 0]], dilations: 2}, // prettier-ignore
];

const dense: readonly Window[] = [
  ...windows,
  {title: 'NCHW, valid', x: [1, 2, 3, 4], dataFormat: 'NCHW'},
  {title: 'NCHW, stride 2, same', x: [2, 2, 3, 3], strides: 2, pad: 'same', dataFormat: 'NCHW'},
  {title: 'NCHW, pad as a list', x: [1, 2, 2, 3], pad: [[0, 0], [0, 0], [1, 0], [0, 1]], dataFormat: 'NCHW'}, // prettier-ignore
  {title: 'NCHW, dilation 2', x: [1, 2, 4, 4], dataFormat: 'NCHW', dilations: 2},
];

/** What tfjs's kernel of wasm cannot do. Rounded up, it fills the result of the size rounded down, and leaves its memory. */
function skipped({dataFormat, rounding, dilations, pad}: Partial<Window>): DerivativeCase['skip'] {
  if (dilations !== undefined && pad !== undefined && typeof pad !== 'string')
    return {wasm: 'its convolution leaves its memory if it is dilated and padded by numbers'};
  if (dataFormat === 'NCHW') return {wasm: 'its convolution takes channels last alone'};
  return rounding === undefined ? {} : {wasm: 'its convolution knows no rounding of the size'};
}

/** The square of a convolution: of the convolution alone, which is linear in each argument, dy would be constant. */
const squared = (y: tf.Tensor): tf.Tensor => tf.square(y);

const conv2dCases = dense.map(
  ({
    title,
    x = [2, 3, 4, 2],
    filter = [2, 2, 2, 2],
    strides = 1,
    pad = 'valid',
    ...rest
  }): DerivativeCase => ({
    title: `conv2d, ${title}`,
    f: (a, b) =>
      squared(
        tf.conv2d(
          a as tf.Tensor4D,
          b as tf.Tensor4D,
          strides,
          pad,
          rest.dataFormat,
          rest.dilations,
          rest.rounding,
        ),
      ),
    args: () => [mixed(x), mixed(filter, 2)],
    skip: skipped({...rest, pad}) ?? {},
  }),
);

const depthwiseCases = windows.map(
  ({
    title,
    x = [2, 3, 4, 2],
    filter = [2, 2, 2, 2],
    strides = 1,
    pad = 'valid',
    ...rest
  }): DerivativeCase => ({
    title: `depthwiseConv2d, ${title}`,
    f: (a, b) =>
      squared(
        tf.depthwiseConv2d(
          a as tf.Tensor4D,
          b as tf.Tensor4D,
          strides,
          pad,
          'NHWC',
          rest.dilations,
          rest.rounding,
        ),
      ),
    args: () => [mixed(x), mixed(filter, 2)],
    skip: skipped({...rest, pad}) ?? {},
  }),
);

/** conv1d: stride, padding, dilation, and the shape of x. */
const lines: ReadonlyArray<[number, 'valid' | 'same' | number, number, number[]]> = [
  [1, 'valid', 1, [2, 4, 2]],
  [1, 'same', 1, [4, 2]],
  [2, 'same', 1, [1, 5, 2]],
  [2, 'valid', 1, [1, 5, 2]],
  [1, 'valid', 2, [1, 5, 2]],
  [1, 'same', 3, [2, 5, 2]],
];

const conv1dCases = lines.map(([stride, pad, dilation, x]): DerivativeCase => ({
  title: `conv1d, stride ${stride}, ${pad}, dilation ${dilation}, x of rank ${x.length}`,
  f: (a, b) => squared(tf.conv1d(a as tf.Tensor3D, b as tf.Tensor3D, stride, pad, 'NWC', dilation)),
  args: () => [mixed(x), mixed([2, 2, 3], 2)],
}));

/** conv2dTranspose: the shapes of x and of the result, stride, padding. */
const transposed: ReadonlyArray<[number[], number[], number | Pair, 'valid' | 'same' | number]> = [
  [[1, 2, 2, 2], [1, 3, 3, 1], 1, 'valid'],
  [[1, 2, 3, 2], [1, 2, 3, 1], 1, 'same'],
  [[2, 2, 2, 2], [2, 4, 4, 1], 2, 'same'],
  [[2, 2, 2], [3, 3, 1], 2, 'same'],
  [[1, 2, 2, 2], [1, 5, 3, 1], [3, 1], 'valid'],
  [[1, 3, 3, 2], [1, 2, 2, 1], 1, 1],
];

const conv2dTransposeCases = transposed.map(([x, result, strides, pad]): DerivativeCase => ({
  title: `conv2dTranspose of ${x.join('×')} to ${result.join('×')}, strides ${strides.toString()}, ${pad}`,
  f: (a, b) => squared(tf.conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, result as [number, number, number, number], strides, pad)), // prettier-ignore
  args: () => [mixed(x), mixed([2, 2, 1, 2], 2)],
}));

/** separableConv2d: strides, padding, dilation. */
const separable: ReadonlyArray<[number | Pair, 'valid' | 'same', number | Pair]> = [
  [1, 'valid', 1],
  [2, 'same', 1],
  [1, 'same', [2, 1]],
];

const separableCases = separable.map(([strides, pad, dilation]): DerivativeCase => ({
  title: `separableConv2d, strides ${strides.toString()}, ${pad}, dilation ${dilation.toString()}`,
  f: (x, depthwise, pointwise) =>
    squared(
      tf.separableConv2d(
        x as tf.Tensor4D,
        depthwise as tf.Tensor4D,
        pointwise as tf.Tensor4D,
        strides,
        pad,
        dilation as Pair,
      ),
    ),
  args: () => [mixed([1, 3, 3, 2]), mixed([2, 2, 2, 2], 2), mixed([1, 1, 4, 2], 3)],
}));

/** dilation2d: the shapes of x and the filter, strides, padding, dilations. */
const dilations: ReadonlyArray<[number[], number[], number | Pair, 'valid' | 'same', number | Pair]> = [
  [[2, 2, 3, 2], [2, 2, 2], 1, 'valid', 1],
  [[1, 3, 4, 1], [3, 2, 1], 1, 'same', 1],
  [[4, 3, 2], [2, 2, 2], 2, 'same', 1],
  [[1, 5, 4, 1], [2, 3, 1], [2, 1], 'valid', 1],
  [[1, 4, 4, 1], [2, 2, 1], 1, 'same', [2, 1]],
  [[1, 5, 5, 1], [2, 2, 1], 1, 'valid', 2],
  [[1, 2, 3, 2], [1, 1, 2], 1, 'valid', 1],
];

/** As many numbers as the shape holds, `step` apart, scrambled. */
const spaced = (shape: number[], step: number): tf.Tensor =>
  tf.mul(distinct(shape), (step * tf.util.sizeFromShape(shape)) / 2);

const dilation2dCases = dilations.map(([x, filter, strides, pad, dilation]): DerivativeCase => ({
  title: `dilation2d of ${x.join('×')} by ${filter.join('×')}, strides ${strides.toString()}, ${pad}, dilations ${dilation.toString()}`,
  // It is linear around a point, and so are the kernels of its gradient: bent before, and by a sine after.
  f: (a, b) => {
    const image = bendAround(a as tf.Tensor4D, spaced(x, 0.8));
    const window = bendAround(b as tf.Tensor3D, spaced(filter, 0.9));
    return tf.sin(tf.dilation2d(image, window, strides, pad, dilation as Pair));
  },
  // Any two sums of an entry of x and one of a filter of up to 8 entries are 0.1 apart.
  args: () => [spaced(x, 0.8), spaced(filter, 0.9)],
  ...(pad === 'same' || filter[0] === 1
    ? {skip: {wasm: 'its kernels take 0 for the largest of negative sums, and beyond the image'}}
    : {}),
}));

export const cases: readonly DerivativeCase[] = [
  ...conv1dCases,
  ...conv2dCases,
  ...conv2dTransposeCases,
  ...depthwiseCases,
  ...separableCases,
  ...dilation2dCases,
];
