import * as tf from '@tensorflow/tfjs-core';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped, skipWithout} from '../support.js';

const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

onEachBackend('an operation that returns its own input', () => {
  skipWithout('Einsum');

  it(
    'counts once, if it is an einsum of one operand',
    scoped(() => {
      const x = tf.tensor1d([1, 2]);
      expectNumbers(slope((v) => tf.sum(tf.square(tf.einsum('i->i', v))))(x), [2, 4]);
      expectNumbers(slope(slope((v) => tf.sum(tf.pow(tf.einsum('i->i', v), 3))))(x), [6, 12]);
    }),
  );

  it(
    'leaves an einsum that transposes what it is',
    scoped(() => {
      const weights = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      const f = (v: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.einsum('ij->ji', v), weights));
      expectNumbers(slope(f)(tf.ones([2, 2])), [
        [1, 3],
        [2, 4],
      ]);
    }),
  );

  it(
    'counts once, if it is a customGrad that returns a tensor from before it',
    scoped(() => {
      const outer = (v: tf.Tensor): tf.Tensor => {
        const doubled = tf.mul(v, 2);
        const same = tf.customGrad((x) => ({value: x as tf.Tensor, gradFunc: (dy) => tf.mul(dy, 10)}));
        return tf.add(same(doubled), doubled);
      };
      expectNumbers(valueAndGradient(outer, tf.scalar(3)), [12, 22]);
    }),
  );

  it(
    'may hand out one gradient twice, or a tensor of its own as a gradient',
    scoped(() => {
      const kept = tf.scalar(7);
      const sum = tf.customGrad((a, b) => ({
        value: tf.add(a as tf.Tensor, b as tf.Tensor),
        gradFunc: (dy) => [dy, dy],
      }));
      const constant = tf.customGrad((a) => ({value: tf.mul(a as tf.Tensor, 7), gradFunc: () => kept}));
      const f = (x: tf.Tensor): tf.Tensor => tf.add(sum(x, tf.mul(x, 3)), tf.add(constant(x), constant(x)));
      expectNumbers(valueAndGradient(f, tf.scalar(1)), [18, 18]);
      expectNumbers(kept, 7);
    }),
  );
});
