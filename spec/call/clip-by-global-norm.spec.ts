import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {checkGradients, clipByGlobalNorm} from '../../src/index.js';
import {disposeAll, expectNumbers, expectOwned, expectThrow, onEachBackend} from '../support.js';

onEachBackend('clipByGlobalNorm', () => {
  it('scales all gradients of a structure by one factor, and keeps nulls', () => {
    const gradients = {w: [tf.tensor1d([3, 0]), null], b: tf.scalar(4)};
    const result = expectOwned(() => clipByGlobalNorm(gradients, 1));
    expectNumbers(result, [{w: [[0.6, 0], null], b: 0.8}, 5]);
    disposeAll([gradients.w[0], gradients.b, result]);
  });

  it('changes nothing within the norm, and still gives tensors of their own', () => {
    const gradient = tf.tensor1d([3, 4]);
    const norm = tf.scalar(10);
    const result = expectOwned(() => clipByGlobalNorm([gradient], norm));
    expectNumbers(result, [[[3, 4]], 5]);
    expect(result[0][0]).not.to.equal(gradient);
    disposeAll([gradient, norm, result]);
  });

  it('has a norm of 0 for no gradients, and for zeros', () => {
    const zeros = tf.zeros([2]);
    const results = [clipByGlobalNorm([null], 1), clipByGlobalNorm([zeros], 1)];
    expectNumbers(results[0], [[null], 0]);
    expectNumbers(results[1], [[[0, 0]], 0]);
    disposeAll([zeros, results]);
  });

  it('hands infinite gradients on as NaN', () => {
    const gradient = tf.tensor1d([Infinity, 1]);
    const [[clipped], norm] = clipByGlobalNorm([gradient] as [tf.Tensor], 1);
    expect(Array.from(clipped.dataSync())).to.deep.equal([NaN, NaN]);
    expect(norm.dataSync()[0]).to.equal(Infinity);
    disposeAll([gradient, clipped, norm]);
  });

  it('can be differentiated', () => {
    checkGradients((x) => tf.sum(clipByGlobalNorm([tf.mul(x, [1, 2])] as [tf.Tensor], 1)[0][0]), [[2, 3]]);
    checkGradients((x) => tf.sum(clipByGlobalNorm([tf.mul(x, 0.1)] as [tf.Tensor], 1)[0][0]), [[2, 3]]);
  });

  it('refuses what is neither a tensor nor null, and norms that are not positive', () => {
    const x = tf.scalar(1);
    expectThrow(
      () => clipByGlobalNorm([x, 2], 1),
      /gradients\[1\]: expected a tensor or null, got the number 2/,
    );
    for (const norm of [0, -1, NaN]) {
      expectThrow(
        () => clipByGlobalNorm([x], norm),
        /clipByGlobalNorm: norm: expected a positive number, got/,
      );
    }
    x.dispose();
  });
});
