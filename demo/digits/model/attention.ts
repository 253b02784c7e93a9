/** What a network looks at: the slope of its winning logit along every pixel. */
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';

import {logitsOf, type Network} from './network.js';
import {takeValues} from './values.js';

/** Half the distance of a central difference, as a grey level: few rectifiers bend within it. */
const HALF_DISTANCE = 0.01;

export interface Attention {
  readonly logits: readonly number[];
  readonly winner: number;
  /** The gradient of the winner's logit, one entry for each pixel. */
  readonly gradient: Float32Array;
}

export async function attentionOf(network: Network, image: tf.Tensor4D): Promise<Attention> {
  const results = tf.tidy(() => {
    // The largest logit's gradient is that of the winner's.
    const largest = (input: tf.Tensor): [tf.Tensor, tf.Tensor] => {
      const logits = logitsOf(network, input);
      return [tf.max(logits), logits];
    };
    const [[, logits], gradient] = valueAndGradient(largest, image, {hasAux: true});
    return {logits, gradient};
  });
  const [logits, gradient] = await Promise.all([takeValues(results.logits), takeValues(results.gradient)]);
  return {logits: [...logits], winner: logits.indexOf(Math.max(...logits)), gradient};
}

/** The slope of a class's logit along one pixel by two more runs of the network, without any gradient. */
export async function centralDifference(
  network: Network,
  image: tf.Tensor4D,
  pixel: number,
  winner: number,
): Promise<number> {
  const logits = tf.tidy(() => {
    const levels = new Float32Array(image.size);
    levels[pixel] = HALF_DISTANCE;
    const nudge = tf.tensor(levels, image.shape);
    return logitsOf(network, tf.concat([tf.add(image, nudge), tf.sub(image, nudge)]));
  });
  const classes = logits.size / 2;
  const values = await takeValues(logits);
  return ((values[winner] ?? NaN) - (values[classes + winner] ?? NaN)) / (2 * HALF_DISTANCE);
}
