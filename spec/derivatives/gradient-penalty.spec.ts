import * as tf from '@tensorflow/tfjs-core';

import {checkGradients, valueAndGradient} from '../../src/index.js';
import {onEachBackend, scoped} from '../support.js';
import {mixed} from './data.js';

interface Weights {
  readonly kernel: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly dense: tf.Tensor;
}

const weights = (): Weights => ({kernel: mixed([3, 3, 1, 2]), bias: mixed([2], 2), dense: mixed([18, 1], 3)});
const images = (): tf.Tensor => mixed([2, 6, 6, 1], 4);

/** A critic: convolution, softplus (which is smooth, for central differences), pooling, a dense layer. */
function critic({kernel, bias, dense}: Weights, x: tf.Tensor): tf.Tensor {
  const convolved = tf.softplus(tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'), bias));
  return tf.matMul(tf.reshape(tf.avgPool(convolved as tf.Tensor4D, 2, 2, 'valid'), [2, 18]), dense);
}

/** The penalty of WGAN-GP: how far the norm of the critic's gradient by its input is from 1. */
function penalty(w: Weights, gradientOfInput: (f: (x: tf.Tensor) => tf.Tensor) => tf.Tensor): tf.Tensor {
  const gradient = gradientOfInput((x) => critic(w, x));
  const norms = tf.norm(tf.reshape(gradient, [2, 36]), 2, 1);
  return tf.mean(tf.square(tf.sub(norms, 1)));
}

onEachBackend('a gradient penalty through a convolutional network', () => {
  it('is right against central differences, in every weight', () => {
    scoped(() => {
      const x = images();
      const f = (w: Weights): tf.Tensor => penalty(w, (g) => valueAndGradient(g, x)[1]);
      checkGradients(f as (w: object) => tf.Tensor, {...weights()}, {order: 2, tolerance: 1e-2});
    })();
  });
});
