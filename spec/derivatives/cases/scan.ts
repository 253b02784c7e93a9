import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, mixed} from '../data.js';

type Scan = (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor;

// Negative axes are not here: the kernels of tfjs give rubbish for them.
const forms: ReadonlyArray<readonly [shape: number[], axis: number]> = [
  [[5], 0],
  [[2, 3], 0],
  [[2, 3], 1],
  [[2, 2], 0],
  [[2, 3, 2], 1],
  [[3, 1, 2, 2], 0],
  [[1], 0],
];

const directions: ReadonlyArray<readonly [title: string, exclusive: boolean, reverse: boolean]> = [
  ['', false, false],
  [', exclusive', true, false],
  [', reverse', false, true],
  [', exclusive, reverse', true, true],
];

const inAllForms = (name: string, scan: Scan): readonly DerivativeCase[] =>
  forms.flatMap(([shape, axis]) =>
    directions.map(([title, exclusive, reverse]) => ({
      title: `${name}, shape [${shape}], axis ${axis}${title}`,
      f: (x: tf.Tensor) => bend(scan(x, axis, exclusive, reverse)),
      args: () => [mixed(shape)],
    })),
  );

export const cases: readonly DerivativeCase[] = [
  ...inAllForms('cumsum', tf.cumsum),
  ...inAllForms('cumprod', tf.cumprod),
  {
    title: 'cumprod with zeros',
    f: (x) => tf.cumprod(x, 1),
    args: () => [tf.tensor([0.5, 0, 0.7, 0, 0, 0.6, -0.9, 0.8], [2, 4])],
  },
  {
    title: 'cumprod with zeros, exclusive, reverse',
    f: (x) => tf.cumprod(x, 0, true, true),
    args: () => [tf.tensor([0.5, 0, 0.7, 0, 0.9])],
  },
  {
    title: 'cumprod, longer than two doublings',
    f: (x) => tf.cumprod(x),
    args: () => [tf.add(mixed([9]), 1.5)],
    // The value is near 10, so that float32 leaves little of small differences.
    epsilon: 0.02,
  },
];
