import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {hessian, valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

type F = (x: tf.Tensor) => tf.Tensor;

const first = (f: F, x: number | number[]): tf.Tensor =>
  valueAndGradient((v: tf.Tensor) => f(v), tf.tensor(x))[1];
const second = (f: F, x: number): tf.Tensor =>
  valueAndGradient((v: tf.Tensor) => valueAndGradient(f, v)[1], tf.tensor(x))[1];

onEachBackend('derivatives at the edges', () => {
  it(
    'are right for powers of 0',
    scoped(() => {
      const power =
        (exponent: number): F =>
        (x) =>
          tf.pow(x, exponent);
      expectNumbers(
        [0, 1, 2, 3].map((n) => first(power(n), 0)),
        [0, 1, 0, 0],
      );
      expectNumbers(
        [1, 2, 3].map((n) => second(power(n), 0)),
        [0, 2, 0],
      );
      expectNumbers(
        valueAndGradient((x, n) => tf.pow(x, n), [0, 2]),
        [0, [0, 0]],
      );
    }),
  );

  it(
    'of norms at 0 are 0, and as ever elsewhere',
    scoped(() => {
      for (const ord of ['euclidean', 2] as const)
        expectNumbers(
          first((x) => tf.norm(x, ord), [0, 0]),
          [0, 0],
        );
      expectNumbers(
        first((x) => tf.euclideanNorm(x), [0, 0]),
        [0, 0],
      );
      expectNumbers(
        first((x) => tf.norm(tf.reshape(x, [2, 2]), 'fro', [0, 1]), [0, 0, 0, 0]),
        [0, 0, 0, 0],
      );
      expectNumbers(
        first((x) => tf.norm(tf.reshape(x, [2, 2]), 2, 1), [0, 0, 3, 4]),
        [0, 0, 0.6, 0.8],
      );
      const h = hessian((x: tf.Tensor) => tf.norm(x), tf.tensor1d([3, 4]));
      expectNumbers(h, [
        [16 / 125, -12 / 125],
        [-12 / 125, 9 / 125],
      ]);
      expectNumbers(
        hessian((x: tf.Tensor) => tf.norm(x), tf.tensor1d([0, 0])),
        [
          [0, 0],
          [0, 0],
        ],
      );
    }),
  );

  it(
    'do not take in what an infinite branch of where has not been asked for',
    scoped(() => {
      const f: F = (x) => tf.where(tf.greater(x, 0), tf.log(tf.maximum(x, 0)), x);
      expectNumbers(first(f, [-1, 2]), [1, 0.5]);
      expectNumbers(
        first((x) => tf.sqrt(tf.relu(x)), [-1, 4]),
        [0, 0.25],
      );
    }),
  );

  it(
    'share the gradient among ties of max and min, and give it to the first operand of maximum and minimum',
    scoped(() => {
      expectNumbers(
        first((x) => tf.max(x), [1, 3, 3]),
        [0, 0.5, 0.5],
      );
      expectNumbers(
        first((x) => tf.min(x), [1, 1, 3]),
        [0.5, 0.5, 0],
      );
      expectNumbers(
        valueAndGradient((a, b) => tf.maximum(a, b), [2, 2]),
        [2, [1, 0]],
      );
      expectNumbers(
        valueAndGradient((a, b) => tf.minimum(a, b), [2, 2]),
        [2, [1, 0]],
      );
    }),
  );

  it(
    'stay finite for large inputs of logSumExp, softmax and logSoftmax',
    scoped(() => {
      const large = [1000, 1000, -1000];
      expectNumbers(
        first((x) => tf.logSumExp(x), large),
        [0.5, 0.5, 0],
      );
      const half = [0.25, -0.25, 0];
      expectNumbers(
        first((x) => tf.slice(tf.softmax(x), 0, 1), large),
        half,
      );
      expectNumbers(
        first((x) => tf.slice(tf.logSoftmax(x), 0, 1), large),
        [0.5, -0.5, 0],
      );
      const h = hessian((x: tf.Tensor) => tf.logSumExp(x), tf.tensor1d(large));
      expectNumbers(h, [
        [0.25, -0.25, 0],
        [-0.25, 0.25, 0],
        [0, 0, 0],
      ]);
    }),
  );

  it('are not a number for atan2 at the origin, where there is none', function () {
    // GLSL leaves 0/0 to the device.
    if (tf.getBackend() === 'webgl') this.skip();
    const [, [dy, dx]] = valueAndGradient((y, x) => tf.atan2(y, x), [0, 0]);
    for (const gradient of [dy, dx]) expect(gradient.dataSync()[0]).to.satisfy(Number.isNaN);
    tf.dispose([dy, dx]);
  });

  it(
    'are zero for integers: a cast to int32, floorDiv, indices',
    scoped(() => {
      expectNumbers(
        first((x) => tf.mul(x, tf.cast(tf.cast(x, 'int32'), 'float32')), [2.5]),
        [2],
      );
      expectNumbers(
        first((x) => tf.floorDiv(x, 2), [5.5]),
        [0],
      );
      expectNumbers(
        first((x) => tf.gather(x, tf.argMax(x)), [1, 5, 2]),
        [0, 1, 0],
      );
    }),
  );
});
