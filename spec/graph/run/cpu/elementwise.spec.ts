import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';

import {binary, unary} from '../../../../src/graph/run/cpu/elementwise.js';

/** Zeros of both signs, infinities, what is not a number, denormals, and numbers of every size. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.3,
  -0.7,
  1e-3,
  2.5,
  -3.5,
  6,
  7,
  88,
  100,
  -100,
  1e10,
  -1e30,
  1e-40,
  NaN,
  Infinity,
  -Infinity,
];

const float32 = (values: readonly number[]): number[] => [...Float32Array.from(values)];

describe('element-wise loops', () => {
  before(() => tf.setBackend('cpu'));

  for (const [kernel, f] of Object.entries(unary)) {
    it(`do what the kernel ${kernel} does, to the last bit`, () => {
      const x = tf.tensor1d(SPECIAL);
      const y = tf.engine().runKernel<tf.Tensor>(kernel, {x});
      expect(float32(float32(SPECIAL).map(f))).to.deep.equal([...y.dataSync()]);
      tf.dispose([x, y]);
    });
  }

  for (const [kernel, f] of Object.entries(binary)) {
    it(`do what the kernel ${kernel} does, to the last bit`, () => {
      const pairs = SPECIAL.flatMap((left) => SPECIAL.map((right) => [left, right] as const));
      const [left, right] = [pairs.map(([value]) => value), pairs.map(([, value]) => value)];
      const [a, b] = [tf.tensor1d(left), tf.tensor1d(right)];
      const y = tf.engine().runKernel<tf.Tensor>(kernel, {a, b});
      const rounded = float32(right);
      expect(float32(float32(left).map((value, index) => f(value, rounded[index] as number)))).to.deep.equal([
        ...y.dataSync(),
      ]);
      tf.dispose([a, b, y]);
    });
  }
});
