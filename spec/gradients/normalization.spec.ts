import * as tf from '@tensorflow/tfjs-core';

import {checkGradients, valueAndGradient} from '../../src/index.js';
import {keepsArrays} from '../../src/tfjs/engine.js';
import {expectThrow, onEachBackend, scoped} from '../support.js';

/** As batchNormalization of axis 1 calls it: one mean for each row of x, or for each of its images' rows. */
const alongFirst = (x: tf.Tensor): tf.Tensor => {
  const shape = [1, x.shape[1] as number, ...x.shape.slice(2).map(() => 1)];
  const mean: tf.Tensor = tf.tensor([0.1, -0.2, 0.3], shape);
  return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor4D, tf.onesLike(mean) as tf.Tensor4D);
};

onEachBackend('batchNorm', () => {
  for (const shape of [
    [2, 3, 2],
    [1, 3, 2, 2],
  ]) {
    it(
      `of axis 1 and rank ${shape.length} is right, or refused where tfjs's own kernel is wrong`,
      scoped(() => {
        const x = tf.randomUniform([...shape], -1, 1, 'float32', 1);
        if (keepsArrays()) {
          expectThrow(
            () => valueAndGradient(alongFirst, x),
            /^tf.batchNorm: on the .* backend .* Transpose x so that the channels are last/,
          );
        } else {
          checkGradients((at) => tf.square(alongFirst(at)), [x], {order: 1, tolerance: 1e-2});
        }
      }),
    );
  }
});
