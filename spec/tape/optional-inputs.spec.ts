import * as tf from '@tensorflow/tfjs-core';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

onEachBackend('a batchNorm on the tape', () => {
  const x = [[1], [3]];
  it(
    'may lack its scale and its offset',
    scoped(() => {
      const f = (v: tf.Tensor): tf.Tensor =>
        tf.batchNorm(v, tf.tensor1d([2]), tf.tensor1d([4]), undefined, undefined, 0);
      expectNumbers(valueAndGradient(f, tf.tensor2d(x)), [
        [[-0.5], [0.5]],
        [[0.5], [0.5]],
      ]);
    }),
  );

  it(
    'may lack its offset alone',
    scoped(() => {
      const f = (v: tf.Tensor, scale: tf.Tensor): tf.Tensor =>
        tf.batchNorm(v, tf.tensor1d([2]), tf.tensor1d([4]), undefined, scale as tf.Tensor1D, 0);
      const [, gradients] = valueAndGradient(f, [tf.tensor2d(x), tf.tensor1d([6])]);
      expectNumbers(gradients, [[[3], [3]], [0]]);
    }),
  );
});
