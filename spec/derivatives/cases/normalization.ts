import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, between, mixed} from '../data.js';

/** Of which shapes x, the statistics, offset and scale are. */
interface BatchNormCase {
  readonly title: string;
  readonly x: number[];
  readonly mean: number[];
  readonly offset?: boolean;
  readonly scale?: boolean;
}

function batchNorm({title, x, mean, offset = false, scale = false}: BatchNormCase): DerivativeCase {
  return {
    title: `batchNorm${title}${offset ? ', offset' : ''}${scale ? ', scale' : ''}`,
    f: (...args) => {
      const [value, means, variance, ...rest] = args as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      const shift = offset ? rest[0] : undefined;
      const factor = scale ? rest[offset ? 1 : 0] : undefined;
      // Bent, as it is linear in the offset.
      const normalized = tf.batchNorm(
        value,
        means as tf.Tensor1D,
        variance as tf.Tensor1D,
        shift as tf.Tensor1D,
        factor as tf.Tensor1D,
        0.1,
      );
      return bend(normalized);
    },
    args: () => [
      mixed(x),
      mixed(mean, 2),
      between(1, 2, mean, 3),
      ...(offset ? [mixed(mean, 4)] : []),
      ...(scale ? [mixed(mean, 5)] : []),
    ],
  };
}

/** Every choice of offset and scale. */
function batchNorms(title: string, x: number[], mean: number[]): DerivativeCase[] {
  return [false, true].flatMap((offset) =>
    [false, true].map((scale) => batchNorm({title: ` ${title}`, x, mean, offset, scale})),
  );
}

function response(title: string, shape: number[], ...options: Array<number | undefined>): DerivativeCase {
  const [radius, bias, alpha, beta] = options;
  return {
    title: `localResponseNormalization${title}`,
    f: (x) => bend(tf.localResponseNormalization(bend(x as tf.Tensor3D), radius, bias, alpha, beta)),
    args: () => [mixed(shape)],
  };
}

export const cases: readonly DerivativeCase[] = [
  ...batchNorms('of rank 2', [3, 2], [2]),
  ...batchNorms('of rank 3', [2, 1, 2], [2]),
  ...batchNorms('of rank 4', [2, 1, 2, 2], [2]),
  ...batchNorms('of rank 2, statistics of rank 2', [2, 2], [2, 2]),
  ...batchNorms('of rank 3, statistics of rank 3', [1, 2, 2], [1, 2, 2]),
  ...batchNorms('of rank 4, statistics of rank 4', [2, 1, 1, 2], [2, 1, 1, 2]),
  ...batchNorms('of rank 4, statistics broadcast', [2, 1, 2, 3], [1, 1, 1, 3]),
  batchNorm({title: ' of rank 1', x: [3], mean: [3], offset: true, scale: true}),
  batchNorm({title: ' of rank 4, one statistic', x: [1, 2, 1, 2], mean: [1], offset: true, scale: true}),
  {
    title: 'batchNorm by the moments of x',
    f: (x) => {
      const {mean, variance} = tf.moments(x as tf.Tensor, 0);
      return tf.batchNorm2d(x as tf.Tensor2D, mean as tf.Tensor1D, variance as tf.Tensor1D);
    },
    args: () => [tf.tensor2d([0.9, -0.4, -0.8, 1.1, 0.2, -0.9], [3, 2])],
  },
  response(', as it is', [1, 2, 2, 3]),
  response(' of rank 3', [2, 1, 4], 1),
  response(', radius 1', [1, 1, 2, 5], 1, 1, 0.5, 0.75),
  response(', radius 2, bias 2', [1, 1, 1, 6], 2, 2, 1, 0.5),
  response(', beta 2', [1, 1, 2, 3], 1, 1.5, 0.3, 2),
  response(', radius 0', [1, 1, 2, 2], 0),
  response(', one channel', [1, 2, 2, 1], 2),
];
