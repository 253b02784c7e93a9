/**
 * Second derivatives through `tf.customGrad`.
 *
 * tfjs runs the body of a customGrad with recording off. What the body computes and saves for its gradient
 * function then has no path back to the inputs on the tape, and the derivative of the gradient function is silently
 * incomplete: the second derivative of `tf.losses.softmaxCrossEntropy` is 0. JAX differentiates the residuals of a
 * custom rule as well; so do we, by recording the body too wherever more than one tape is running.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {nextNodeId, recorded, unrecorded} from '../tfjs/recording.js';
import {removeProducer} from './order.js';

type Save = (tensors: Tensor[]) => void;

/** Runs a customGrad's body with recording on; the derivative of its value stays the custom rule's alone. */
export function recordBody(body: (save: Save) => Tensor, save: Save): Tensor {
  const firstNodeId = nextNodeId();
  return recorded(() => {
    // The engine's clone of a saved tensor records itself; with recording on it would stand on the tape twice.
    const value = body((tensors) => unrecorded(() => save(tensors)));
    removeProducer(value, firstNodeId);
    return value;
  });
}
