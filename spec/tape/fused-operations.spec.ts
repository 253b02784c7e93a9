import * as tf from '@tensorflow/tfjs-core';

import {valueAndGradient} from '../../src/index.js';
import {between, mixed} from '../derivatives/data.js';
import {expectNumbers, numbersIn, onEachBackend, scoped} from '../support.js';

onEachBackend('a fused operation on the tape', () => {
  it(
    'is its parts: a product, a bias and an activation',
    scoped(() => {
      const [a, b, bias] = [mixed([2, 3], 1), mixed([3, 2], 2), mixed([2], 3)];
      const fused = valueAndGradient(
        (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
          tf.fused.matMul({a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: 'elu'}),
        [a, b, bias],
      );
      const parts = valueAndGradient(
        (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) => tf.elu(tf.add(tf.matMul(a, b), bias)),
        [a, b, bias],
      );
      expectNumbers(fused, numbersIn(parts));
    }),
  );

  it(
    'keeps the attributes that the customGrads of tfjs do not know: dilations',
    scoped(() => {
      const x = between(0, 1, [1, 5, 5, 1]) as tf.Tensor4D;
      const filter = mixed([2, 2, 1, 1]) as tf.Tensor4D;
      const options = {x, strides: 1, pad: 'valid', dilations: 2} as const;
      const fused = valueAndGradient((f: tf.Tensor4D) => tf.fused.conv2d({...options, filter: f}), filter);
      const plain = valueAndGradient((f: tf.Tensor4D) => tf.conv2d(x, f, 1, 'valid', 'NHWC', 2), filter);
      expectNumbers(fused, numbersIn(plain));
    }),
  );
});
