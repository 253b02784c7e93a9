/** The training loop: one step of Adam for each batch, by the gradients of valueAndGradient. */
import * as tf from '@tensorflow/tfjs-core';
import {namedGradients, valueAndGradient} from 'tfjs-value-and-gradient';

import {type ImageSet} from './digits.js';
import {lossOf, type Network} from './network.js';
import {randomNumbers, shuffled} from './random.js';
import {takeValues} from './values.js';

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** That of the first step. It falls to nothing along a straight line. */
  readonly learningRate: number;
  readonly seed: number;
}

/** What a step saw, before it changed the weights. */
export interface Step {
  /** Counted from 1. */
  readonly number: number;
  readonly loss: number;
  /** The share of the batch that the network knew. */
  readonly accuracy: number;
  readonly milliseconds: number;
}

export function stepCount(images: ImageSet, {epochs, batchSize}: TrainingOptions): number {
  return epochs * Math.floor(images.count / batchSize);
}

/** Trains while its steps are asked for, and frees what it holds when nobody asks any more. */
export async function* trainingSteps(
  network: Network,
  images: ImageSet,
  options: TrainingOptions,
): AsyncGenerator<Step, void, void> {
  const optimizer = new FallingAdam(options.learningRate);
  const random = randomNumbers(options.seed);
  const steps = stepCount(images, options);
  try {
    let number = 0;
    for (const batch of batches(images.count, options, random)) {
      const start = performance.now();
      optimizer.fallTo(options.learningRate * (1 - number / steps));
      const inputs = images.movedBatch(batch, random);
      const seen = await trainOn(network, optimizer, inputs, images.labels(batch));
      yield {number: ++number, ...seen, milliseconds: performance.now() - start};
    }
  } finally {
    optimizer.dispose();
  }
}

/** Adam, whose rate tfjs lets nobody but its subclasses change. */
class FallingAdam extends tf.AdamOptimizer {
  constructor(learningRate: number) {
    super(learningRate, 0.9, 0.999);
  }

  fallTo(learningRate: number): void {
    this.learningRate = learningRate;
  }
}

/** One step, and what it saw. The batch is disposed of. */
async function trainOn(
  network: Network,
  optimizer: tf.Optimizer,
  images: tf.Tensor,
  labels: tf.Tensor,
): Promise<{loss: number; accuracy: number}> {
  const {loss, accuracy} = tf.tidy(() => {
    const [[loss, logits], gradients] = valueAndGradient(lossOf, [network, images, labels], {
      argnums: 0,
      hasAux: true,
    });
    optimizer.applyGradients(namedGradients(network, gradients));
    const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(labels, 1));
    return {loss, accuracy: tf.mean(tf.cast(hits, 'float32'))};
  });
  tf.dispose([images, labels]);
  const [[lossValue = NaN], [share = NaN]] = await Promise.all([takeValues(loss), takeValues(accuracy)]);
  return {loss: lossValue, accuracy: share};
}

/** The images in batches of one size, in a new order in each epoch, whose last few are left out. */
function* batches(
  count: number,
  {epochs, batchSize}: TrainingOptions,
  random: () => number,
): Generator<number[], void> {
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(count, random);
    for (let from = 0; from + batchSize <= count; from += batchSize) {
      yield order.slice(from, from + batchSize);
    }
  }
}
