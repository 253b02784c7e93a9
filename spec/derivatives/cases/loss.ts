import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, between, mixed} from '../data.js';

type Loss = (
  labels: tf.Tensor,
  predictions: tf.Tensor,
  weights?: tf.Tensor,
  reduction?: tf.Reduction,
) => tf.Tensor;

interface LossForm {
  readonly name: string;
  readonly loss: Loss;
  readonly labels: () => tf.Tensor;
  readonly predictions: () => tf.Tensor;
  /** Of weights for each of the losses. */
  readonly weights: number[];
}

const {losses} = tf;
const shape = [2, 3];
const labels = (): tf.Tensor => tf.tensor([0, 1, 1, 0, 0, 1], shape);
const shares = (): tf.Tensor => tf.tensor([0.2, 0.5, 0.3, 0.6, 0.3, 0.1], shape);
const predictions = (): tf.Tensor => mixed(shape);

const forms: readonly LossForm[] = [
  {
    name: 'absoluteDifference',
    loss: losses.absoluteDifference,
    labels: () => tf.zeros(shape),
    predictions,
    weights: shape,
  },
  {
    name: 'cosineDistance',
    loss: (target, x, weights, reduction) => losses.cosineDistance(target, x, 1, weights, reduction),
    labels: shares,
    predictions,
    weights: [2, 1],
  },
  {
    name: 'cosineDistance along the first axis',
    loss: (target, x, weights, reduction) => losses.cosineDistance(target, x, 0, weights, reduction),
    labels: shares,
    predictions,
    weights: [1, 3],
  },
  // Halved, the predictions stay on the inner side of the hinge; those of the last column are beyond it.
  {
    name: 'hingeLoss',
    loss: (target, x, weights, reduction) =>
      losses.hingeLoss(target, tf.mul(x, [0.5, 0.5, 9]), weights, reduction),
    labels,
    predictions: () => tf.tensor([0.4, -0.6, 0.9, -0.3, 0.7, 0.8], shape),
    weights: shape,
  },
  {
    name: 'huberLoss',
    loss: (target, x, weights, reduction) => losses.huberLoss(target, x, weights, 0.7, reduction),
    labels: () => tf.zeros(shape),
    predictions: () => tf.tensor([0.2, -0.4, 1, -1.2, 0.5, 0.9], shape),
    weights: shape,
  },
  {
    name: 'logLoss',
    loss: (target, x, weights, reduction) => losses.logLoss(target, x, weights, undefined, reduction),
    labels,
    predictions: () => between(0.3, 0.7, shape),
    weights: shape,
  },
  {name: 'meanSquaredError', loss: losses.meanSquaredError, labels, predictions, weights: shape},
  {
    name: 'sigmoidCrossEntropy',
    loss: (target, x, weights, reduction) => losses.sigmoidCrossEntropy(target, x, weights, 0, reduction),
    labels,
    predictions,
    weights: shape,
  },
  {
    name: 'sigmoidCrossEntropy, labels smoothed',
    loss: (target, x, weights, reduction) => losses.sigmoidCrossEntropy(target, x, weights, 0.2, reduction),
    labels,
    predictions,
    weights: shape,
  },
  {
    name: 'softmaxCrossEntropy',
    loss: (target, x, weights, reduction) => losses.softmaxCrossEntropy(target, x, weights, 0, reduction),
    labels: shares,
    predictions,
    weights: [2],
  },
  {
    name: 'softmaxCrossEntropy, labels smoothed',
    loss: (target, x, weights, reduction) => losses.softmaxCrossEntropy(target, x, weights, 0.2, reduction),
    labels: shares,
    predictions,
    weights: [2],
  },
];

const reductions: ReadonlyArray<readonly [title: string, reduction: tf.Reduction]> = [
  ['none', tf.Reduction.NONE],
  ['mean', tf.Reduction.MEAN],
  ['sum', tf.Reduction.SUM],
  ['by nonzero weights', tf.Reduction.SUM_BY_NONZERO_WEIGHTS],
];

const inAllReductions = ({name, loss, ...form}: LossForm): readonly DerivativeCase[] =>
  reductions.flatMap(([title, reduction]) => [
    {
      title: `${name}, ${title}`,
      f: (x: tf.Tensor) => bend(loss(form.labels(), x, undefined, reduction)),
      args: () => [form.predictions()],
    },
    {
      title: `${name}, ${title}, weighted`,
      f: (x: tf.Tensor, weights: tf.Tensor) => bend(loss(form.labels(), x, weights, reduction)),
      args: () => [form.predictions(), between(0.5, 1, form.weights, 3)],
    },
  ]);

const inLabels: readonly DerivativeCase[] = forms.map(({name, loss, ...form}) => ({
  title: `${name}, labels and predictions`,
  f: (target, x) => bend(loss(target, x)),
  args: () => [form.labels(), form.predictions()],
}));

export const cases: readonly DerivativeCase[] = [
  ...forms.flatMap(inAllReductions),
  ...inLabels,
  {
    title: 'meanSquaredError, one weight for each column',
    f: (x, weights) => bend(losses.meanSquaredError(labels(), x, weights, tf.Reduction.MEAN)),
    args: () => [predictions(), between(0.5, 1, [3], 3)],
  },
  {
    title: 'meanSquaredError, some weights zero',
    f: (x) => bend(losses.meanSquaredError(labels(), x, tf.tensor([0, 1, 2, 0, 0, 1], shape))),
    args: () => [predictions()],
  },
  {
    title: 'computeWeightedLoss',
    f: (x, weights) => bend(losses.computeWeightedLoss(x, weights)),
    args: () => [predictions(), between(0.5, 1, [2, 1], 3)],
  },
  {
    title: 'sigmoidCrossEntropy of logits of zero',
    f: (logits) => losses.sigmoidCrossEntropy(labels(), logits),
    args: () => [tf.zeros(shape)],
  },
  {
    title: 'softmaxCrossEntropy of labels that do not sum to 1',
    f: (target, x) => bend(losses.softmaxCrossEntropy(target, x)),
    args: () => [tf.tensor([0, 0, 0, 1, 0.5, 1], shape), predictions()],
  },
  // tfjs's own refuses rank 1 with labels smoothed.
  ...[
    [1, 5, 1],
    [1, 2, 3],
  ].map((shape) => ({
    title: `softmaxCrossEntropy, labels smoothed, shape [${shape}]`,
    f: (target: tf.Tensor, x: tf.Tensor) => bend(losses.softmaxCrossEntropy(target, x, undefined, 0.2)),
    args: () => [between(0, 1, shape, 2), mixed(shape)],
  })),
  {
    title: 'softmaxCrossEntropy of large logits',
    f: (logits) => losses.softmaxCrossEntropy(shares(), tf.add(logits, 100)),
    args: () => [predictions()],
    // Logits near 100 are rounded to 8e-6 in float32.
    epsilon: 0.1,
  },
];
