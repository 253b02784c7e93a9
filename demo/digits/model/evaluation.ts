/** How a network does on images that it was not trained on. */
import * as tf from '@tensorflow/tfjs-core';

import {type ImageSet} from './digits.js';
import {logitsOf, type Network} from './network.js';
import {takeValues} from './values.js';

const BATCH = 100;

export interface Evaluation {
  /** The class that the network gives each image. */
  readonly predictions: readonly number[];
  /** How many images of a class (row) got a class (column). */
  readonly confusion: readonly (readonly number[])[];
  /** The share of the images that got their own class. */
  readonly accuracy: number;
}

/** Evaluates batch by batch, and lets the page live between them. Null where it was stopped. */
export async function evaluate(
  network: Network,
  images: ImageSet,
  signal: AbortSignal,
): Promise<Evaluation | null> {
  const predictions: number[] = [];
  while (predictions.length < images.count) {
    const count = Math.min(BATCH, images.count - predictions.length);
    const batch = Array.from({length: count}, (_, place) => predictions.length + place);
    predictions.push(...(await predict(network, images, batch)));
    await tf.nextFrame();
    if (signal.aborted) return null;
  }
  return summary(predictions, images);
}

async function predict(network: Network, images: ImageSet, batch: readonly number[]): Promise<number[]> {
  const classes = tf.tidy(() => tf.argMax(logitsOf(network, images.batch(batch)), 1));
  return [...(await takeValues<'int32'>(classes))];
}

function summary(predictions: readonly number[], images: ImageSet): Evaluation {
  const classes = Array.from({length: images.classes}, (_, index) => index);
  const counts = new Map<string, number>();
  predictions.forEach((prediction, index) => {
    const key = `${images.classOf(index)} ${prediction}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const confusion = classes.map((row) => classes.map((column) => counts.get(`${row} ${column}`) ?? 0));
  const right = predictions.filter((prediction, index) => prediction === images.classOf(index)).length;
  return {predictions, confusion, accuracy: right / images.count};
}
