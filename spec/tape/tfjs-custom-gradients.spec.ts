import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {checkGradients, valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

const {softmaxCrossEntropy} = tf.losses;

/** Rows that sum to 0 (padding), to 1, to 2 (several classes), and to 0.5 (a class weight). */
const labels = (): tf.Tensor2D =>
  tf.tensor2d([
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 1],
    [0.5, 0, 0],
  ]);
const logits = (): tf.Tensor2D =>
  tf.tensor2d([
    [0.3, -0.2, 0.9],
    [0.1, 0.8, -0.5],
    [-0.7, 0.2, 0.4],
    [0.6, -0.1, -0.3],
  ]);

onEachBackend('softmaxCrossEntropy', () => {
  it(
    'has softmax · Σ labels - labels as its gradient by the logits',
    scoped(() => {
      const [, found] = valueAndGradient(
        (x: tf.Tensor) => softmaxCrossEntropy(labels(), x, undefined, 0, tf.Reduction.SUM),
        logits(),
      );
      const expected = tf.sub(tf.mul(tf.softmax(logits()), tf.sum(labels(), 1, true)), labels());
      expectNumbers(found, expected.arraySync());
    }),
  );

  it(
    'has -logSoftmax as its gradient by the labels',
    scoped(() => {
      const [, found] = valueAndGradient(
        (y: tf.Tensor) => softmaxCrossEntropy(y, logits(), undefined, 0, tf.Reduction.SUM),
        labels(),
      );
      expectNumbers(found, tf.neg(tf.logSoftmax(logits())).arraySync());
    }),
  );

  for (const [title, reduction] of Object.entries(tf.Reduction).filter(
    ([, value]) => typeof value === 'number',
  )) {
    for (const smoothing of [0, 0.2]) {
      it(
        `is right to second order by labels, logits and weights, reduced by ${title}, smoothed by ${smoothing}`,
        scoped(() => {
          checkGradients(
            (y, x, weights) =>
              tf.square(softmaxCrossEntropy(y, x, weights, smoothing, reduction as tf.Reduction)),
            [labels(), logits(), tf.tensor1d([0.5, 1, 0.7, 1.3])],
            {order: 2, tolerance: 1e-2},
          );
        }),
      );
    }
  }

  it(
    'takes labels and logits of integers',
    scoped(() => {
      const [, [dLabels, dLogits]] = valueAndGradient(
        (y, x) => softmaxCrossEntropy(y, x, undefined, 0, tf.Reduction.SUM),
        [tf.tensor2d([[0, 1]], [1, 2], 'int32'), tf.tensor2d([[3, 3]], [1, 2], 'int32')],
      );
      expectNumbers([dLabels, dLogits], [[[Math.log(2), Math.log(2)]], [[0.5, -0.5]]]);
    }),
  );

  it(
    "leaves a customGrad of the user's its own rule, also around the loss",
    scoped(() => {
      const sevenfold = tf.customGrad((...inputs) => {
        const [x] = inputs as [tf.Tensor2D];
        return {
          value: softmaxCrossEntropy(labels(), x),
          gradFunc: () => tf.fill(x.shape, 7),
        };
      });
      const [, found] = valueAndGradient((x: tf.Tensor) => sevenfold(x), logits());
      expect([...found.dataSync()]).to.deep.equal(Array(12).fill(7));
    }),
  );
});
