import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, distinct, mixed} from '../data.js';

type Pad = Parameters<typeof tf.avgPool>[3];
type Rounding = 'floor' | 'round' | 'ceil';

interface Window {
  readonly title: string;
  readonly shape: number[];
  readonly filter: number | number[];
  readonly strides: number | number[];
  readonly pad: Pad;
  readonly rounding?: Rounding;
}

const explicit: Pad = [
  [0, 0],
  [1, 0],
  [0, 2],
  [0, 0],
];

const edge: Pad = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];

const planar: Window[] = [
  {title: 'valid', shape: [1, 4, 4, 1], filter: 2, strides: 2, pad: 'valid'},
  {title: 'rank 3', shape: [4, 3, 1], filter: 2, strides: 1, pad: 'valid'},
  {title: 'overlapping, two channels, two images', shape: [2, 3, 3, 2], filter: 2, strides: 1, pad: 'valid'},
  {title: 'same', shape: [1, 3, 5, 1], filter: 2, strides: 2, pad: 'same'},
  {title: 'same, overlapping', shape: [1, 3, 4, 1], filter: 3, strides: 2, pad: 'same'},
  {title: 'same, stride 1', shape: [1, 3, 2, 2], filter: 3, strides: 1, pad: 'same'},
  {title: 'oblong', shape: [1, 3, 5, 1], filter: [2, 3], strides: [1, 2], pad: 'valid'},
  {title: 'oblong, same', shape: [1, 3, 5, 1], filter: [3, 1], strides: [2, 1], pad: 'same'},
  {title: 'gaps between windows', shape: [1, 5, 4, 1], filter: 1, strides: 2, pad: 'valid'},
  {title: 'one pixel', shape: [1, 2, 2, 1], filter: 1, strides: 1, pad: 'valid'},
  {title: 'the whole image', shape: [2, 2, 3, 1], filter: [2, 3], strides: 1, pad: 'valid'},
  {title: 'padded by 1', shape: [1, 4, 4, 1], filter: 3, strides: 1, pad: 1},
  {title: 'explicit padding', shape: [1, 3, 4, 1], filter: 3, strides: 1, pad: explicit},
  {title: 'rounded down', shape: [1, 4, 4, 1], filter: 3, strides: 2, pad: 1, rounding: 'floor'},
  {title: 'rounded', shape: [1, 4, 4, 1], filter: 3, strides: 2, pad: 1, rounding: 'round'},
  {title: 'rounded up', shape: [1, 4, 4, 1], filter: 3, strides: 2, pad: 0, rounding: 'ceil'},
  {title: 'rounded up, explicit', shape: [1, 4, 4, 1], filter: 2, strides: 2, pad: edge, rounding: 'ceil'},
];

const solid: Window[] = [
  {title: 'valid', shape: [1, 2, 4, 2, 1], filter: 2, strides: 2, pad: 'valid'},
  {title: 'rank 4', shape: [2, 2, 3, 1], filter: 2, strides: 1, pad: 'valid'},
  {title: 'same, overlapping', shape: [1, 2, 3, 2, 1], filter: 2, strides: 1, pad: 'same'},
  {
    title: 'oblong, two images, two channels',
    shape: [2, 2, 1, 3, 2],
    filter: [2, 1, 2],
    strides: [1, 1, 1],
    pad: 'valid',
  },
  {title: 'higher than wide', shape: [1, 2, 3, 3, 1], filter: [2, 3, 2], strides: 1, pad: 'valid'},
  {title: 'wider than high', shape: [2, 3, 3, 3, 1], filter: [1, 2, 3], strides: [1, 2, 1], pad: 'same'},
  {title: 'one column', shape: [1, 1, 3, 2, 2], filter: [1, 2, 1], strides: 1, pad: 'same'},
  {
    title: 'gaps between windows',
    shape: [1, 3, 5, 4, 1],
    filter: [1, 2, 1],
    strides: [2, 3, 2],
    pad: 'valid',
  },
  {title: 'rows left over', shape: [1, 3, 5, 3, 1], filter: 2, strides: 2, pad: 'valid'},
  {title: 'pixel by pixel', shape: [1, 2, 2, 2, 1], filter: 1, strides: 1, pad: 'valid'},
  {title: 'padded by 1', shape: [1, 2, 2, 2, 1], filter: 3, strides: 1, pad: 1},
  {title: 'rounded up', shape: [1, 4, 2, 2, 1], filter: 3, strides: 2, pad: 1, rounding: 'ceil'},
];

/** A fault of tfjs's wasm kernel: the rounded size is not passed on. */
const roundedOnWasm = {skip: {wasm: 'it fills only the output of the size rounded down'}};

/** Both kinds over the same windows. Bent before and after: both are linear, and so are the kernels of their gradients. */
const planarCases = planar.flatMap(({title, shape, filter, strides, pad, rounding}): DerivativeCase[] => {
  const size = filter as [number, number];
  const step = strides as [number, number];
  return [
    {
      title: `avgPool, ${title}`,
      f: (x) => cube(tf.avgPool(bend(x as tf.Tensor4D), size, step, pad, rounding)),
      args: () => [mixed(shape)],
      epsilon: 0.03,
      ...(rounding === 'round' || rounding === 'ceil' ? roundedOnWasm : {}),
    },
    {
      title: `maxPool, ${title}`,
      f: (x) => cube(tf.maxPool(bend(x as tf.Tensor4D), size, step, pad, rounding)),
      args: () => [distinct(shape)],
      epsilon: 0.005,
      ...(rounding === 'round' || rounding === 'ceil' ? roundedOnWasm : {}),
    },
  ];
});

const solidCases = solid.flatMap(({title, shape, filter, strides, pad, rounding}): DerivativeCase[] => {
  const size = filter as [number, number, number];
  const step = strides as [number, number, number];
  const padding = pad as 'valid' | 'same' | number;
  return [
    {
      title: `avgPool3d, ${title}`,
      f: (x) => cube(tf.avgPool3d(bend(x as tf.Tensor5D), size, step, padding, rounding)),
      args: () => [mixed(shape)],
      epsilon: 0.03,
    },
    {
      title: `maxPool3d, ${title}`,
      f: (x) => cube(tf.sub(tf.maxPool3d(raised(x) as tf.Tensor5D, size, step, padding, rounding), 2)),
      args: () => [distinct(shape)],
      epsilon: 0.005,
    },
  ];
});

/** Above 0: of a window without a positive pixel, two kernels of tfjs on wasm take the maximum to be 1e-38. */
function raised(x: tf.Tensor): tf.Tensor {
  return tf.add(bend(x), 2);
}

function cube(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.square(x));
}

const poolCases = (['avg', 'max'] as const).flatMap((kind) =>
  (['valid', 'same'] as const).flatMap((pad): DerivativeCase[] => [
    {
      title: `pool, ${kind}, ${pad}`,
      f: (x) => cube(tf.pool(bend(x as tf.Tensor4D), 2, kind, pad, 1, 2)),
      args: () => [distinct([1, 4, 3, 1])],
      epsilon: 0.005,
    },
    {
      title: `pool, ${kind}, ${pad}, dilated`,
      // The padding of a dilated pool is made of zeros, which the maxima have to be away from.
      f: (x) => cube(tf.pool(tf.add(bend(x), 2) as tf.Tensor4D, 2, kind, pad, 2, 1)),
      args: () => [distinct([1, 4, 4, 1])],
      epsilon: 0.005,
    },
  ]),
);

const argmaxCases = [false, true].map((includeBatch): DerivativeCase => ({
  title: `maxPoolWithArgmax, ${includeBatch ? 'batch in the index' : 'batch not in the index'}`,
  f: (x) =>
    cube(
      tf.sub(
        tf.maxPoolWithArgmax(raised(x) as tf.Tensor4D, 2, 1, 'same', includeBatch)['result'] as tf.Tensor,
        2,
      ),
    ),
  args: () => [distinct([2, 2, 3, 1])],
  epsilon: 0.005,
}));

export const cases: readonly DerivativeCase[] = [
  ...planarCases,
  ...solidCases,
  ...poolCases,
  ...argmaxCases,
  {
    title: 'maxPool of avgPool',
    f: (x) => cube(tf.maxPool(tf.avgPool(bend(x as tf.Tensor4D), 2, 1, 'same'), 2, 2, 'same')),
    args: () => [distinct([1, 3, 3, 1])],
    epsilon: 0.005,
  },
];
