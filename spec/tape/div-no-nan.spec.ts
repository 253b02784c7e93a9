import * as tf from '@tensorflow/tfjs-core';

import {checkGradients, hessian, valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

onEachBackend('divNoNan', () => {
  it(
    'has both gradients 0 where the denominator is 0, as in TensorFlow',
    scoped(() => {
      const [y, gradients] = valueAndGradient(
        (a, b) => tf.divNoNan(a, b),
        [
          [1, 0, 6],
          [0, 0, 2],
        ],
      );
      expectNumbers(
        [y, gradients],
        [
          [0, 0, 3],
          [
            [0, 0, 0.5],
            [0, 0, -1.5],
          ],
        ],
      );
    }),
  );

  it(
    'has second derivatives 0 where the denominator is 0',
    scoped(() => {
      const h = hessian((b: tf.Tensor) => tf.sum(tf.divNoNan(4, b)), tf.tensor1d([0, 2]));
      expectNumbers(h, [
        [0, 0],
        [0, 1],
      ]);
    }),
  );

  it(
    'is right where it is broadcast',
    scoped(() => {
      checkGradients(
        (a, b) => tf.divNoNan(a, b),
        [
          [[0.5], [0.7]],
          [0.6, -0.9, 1.2],
        ],
        {order: 2, tolerance: 1e-2},
      );
      const [, db] = valueAndGradient((b) => tf.divNoNan([[1], [2]], b), [[0, 2]]);
      expectNumbers(db, [[0, -0.75]]);
    }),
  );
});
