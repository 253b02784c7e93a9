/** Operations of images. */
import * as tf from '@tensorflow/tfjs-core';

import type {Operation} from './element-wise.js';
import {asFloat, fit, type Choose} from './shapes.js';

/** An image made of a tensor, and a window that lies within it. */
function imageOf(x: tf.Tensor, choose: Choose): {image: tf.Tensor4D; window: [number, number]} {
  const [height, width] = [3 + choose(6), 3 + choose(6)];
  const image = fit(asFloat(x), [1 + choose(2), height, width, 1 + choose(5)]) as tf.Tensor4D;
  return {image, window: [1 + choose(3), 1 + choose(3)]};
}

const padding = (choose: Choose): 'same' | 'valid' => (choose(2) === 0 ? 'same' : 'valid');

const pairUpTo = (largest: number, choose: Choose): [number, number] => [
  1 + choose(largest),
  1 + choose(largest),
];

export const imageOperations: Readonly<Record<string, Operation>> = {
  avgPool: (x, _, choose) => {
    const {image, window} = imageOf(x, choose);
    return tf.avgPool(image, window, pairUpTo(3, choose), padding(choose));
  },
  conv2d: (x, y, choose) => {
    const {image, window} = imageOf(x, choose);
    const filter = fit(tf.tanh(asFloat(y)), [...window, image.shape[3], 1 + choose(6)]) as tf.Tensor4D;
    const pairs: Array<[number, number]> = [[1, 1], pairUpTo(2, choose)];
    const [strides, dilations] = choose(2) === 0 ? pairs : pairs.reverse();
    const product = tf.conv2d(image, filter, strides as [number, number], 'same', 'NHWC', dilations);
    return tf.mul(product, 1 / 8);
  },
  conv2dTranspose: (x, y, choose) => {
    const {image, window} = imageOf(x, choose);
    const filter = fit(tf.tanh(asFloat(y)), [...window, 1 + choose(3), image.shape[3]]) as tf.Tensor4D;
    const [batch, height, width] = image.shape;
    const shape = [batch, height, width, filter.shape[2]] as [number, number, number, number];
    return tf.mul(tf.conv2dTranspose(image, filter, shape, 1, 'same'), 1 / 8);
  },
  maxPool: (x, _, choose) => {
    const {image, window} = imageOf(x, choose);
    if (choose(3) > 0) return tf.maxPool(image, window, pairUpTo(3, choose), padding(choose));
    // No window lies outside of the image: its largest element would be infinite.
    const size = 1 + choose(3);
    return tf.maxPool(image, size, 1 + choose(size), 0, 'ceil');
  },
};
