import * as tf from '@tensorflow/tfjs-core';

import {expectNumbers, scoped} from '../support.js';
import type {Subject} from './subjects.js';

/** Calls within calls, and within tfjs's own. */
export function nesting({valueAndGradient}: Subject): void {
  const gradientOf =
    (f: (x: tf.Tensor) => tf.Tensor) =>
    (x: tf.Tensor): tf.Tensor =>
      valueAndGradient(f, x)[1];

  it(
    'differentiates sin(x)·exp(2x) three times',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sin(x), tf.exp(tf.mul(x, 2)));
      const x = tf.scalar(0.3);
      const [first, second, third] = [
        gradientOf(f),
        gradientOf(gradientOf(f)),
        gradientOf(gradientOf(gradientOf(f))),
      ];
      expectNumbers([first(x), second(x), third(x)], [2.8176828, 8.5783653, 20.225048]);
    }),
  );

  it(
    'mends the second and third derivatives of tf.grad inside a call',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sin(x), tf.exp(tf.mul(x, 2)));
      const outer = gradientOf((x) => tf.grad(tf.grad(f))(x));
      expectNumbers(outer(tf.scalar(0.3)), 20.225048);
    }),
  );

  it(
    'differentiates inside tf.grads',
    scoped(() => {
      const inner = (x: tf.Tensor): tf.Tensor => valueAndGradient((v: tf.Tensor) => tf.pow(v, 3), x)[1];
      expectNumbers(tf.grads(inner)([tf.scalar(2)]), [12]);
    }),
  );

  it(
    'gives partial derivatives of an outer argument that the inner call closes over',
    scoped(() => {
      const mixed = valueAndGradient(
        (x, y) => valueAndGradient((v: tf.Tensor) => tf.mul(tf.square(v), tf.pow(y, 3)), x)[1],
        [2, 3],
      );
      expectNumbers(mixed, [108, [54, 108]]);
    }),
  );

  it(
    'lets gradients flow through the value of an inner call',
    scoped(() => {
      const outer = valueAndGradient(
        (x) => tf.square(valueAndGradient((v: tf.Tensor) => tf.exp(v), x)[0]),
        tf.scalar(0.5),
      );
      expectNumbers(outer, [Math.E, 2 * Math.E]);
    }),
  );

  it(
    'differentiates what a customGrad saves',
    scoped(() => {
      const sine = tf.customGrad((x, save) => {
        const cosine = tf.cos(x as tf.Tensor);
        (save as tf.GradSaveFunc)([cosine]);
        return {value: tf.sin(x as tf.Tensor), gradFunc: (dy, [saved]) => tf.mul(dy, saved as tf.Tensor)};
      });
      const x = tf.scalar(0.4);
      expectNumbers(
        [gradientOf(sine)(x), gradientOf(gradientOf(sine))(x), gradientOf(gradientOf(gradientOf(sine)))(x)],
        [Math.cos(0.4), -Math.sin(0.4), -Math.cos(0.4)],
      );
    }),
  );

  it(
    'counts an operation that returns its own input once',
    scoped(() => {
      const same = tf.customGrad((x) => ({value: x as tf.Tensor, gradFunc: (dy) => tf.mul(dy, 5)}));
      const x = tf.tensor1d([1, 2]);
      expectNumbers(
        valueAndGradient((v) => tf.sum(same(v)), x),
        [3, [5, 5]],
      );
      expectNumbers(gradientOf((v) => tf.square(tf.square(same(v))))(tf.scalar(1)), 20);
      expectNumbers(gradientOf(gradientOf((v) => tf.square(same(v))))(tf.scalar(1)), 50);
    }),
  );

  it(
    'keeps to the rule of a customGrad, whatever its body computes',
    scoped(() => {
      const reversed = tf.customGrad((x) => ({
        value: tf.mul(x as tf.Tensor, 1),
        gradFunc: (dy) => tf.neg(dy),
      }));
      expectNumbers(gradientOf((x) => tf.square(reversed(x)))(tf.scalar(3)), -6);
      expectNumbers(gradientOf(gradientOf((x) => tf.square(reversed(x))))(tf.scalar(3)), 2);
    }),
  );
}
