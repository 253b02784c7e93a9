/**
 * Many gradients of one evaluation.
 *
 * The engine's tape lives as long as a gradient is being taken around it. So one gradient, whose result nobody asks
 * for, is taken around everything; within it `f` runs once, and its value is walked back as often as needed.
 */
import {scalar, type Tensor} from '@tensorflow/tfjs-core';

import {engineGradients, hold, isOwnedByScope, release} from '../tfjs/engine.js';
import {currentTape, gradientDepth, unrecorded} from '../tfjs/recording.js';
import {orderTape} from '../tape/order.js';
import {tapeGradients} from '../tape/tape.js';

/** Lets a tensor survive; passes on what is none. */
export type Spare = <T extends Tensor | undefined>(tensor: T) => T;

/** Runs `f` while a tape is recording. Of the tensors that it makes those which `f` hands to `spare` survive. */
export function whileRecording<T>(xs: readonly Tensor[], f: (spare: Spare) => T): T {
  const spared: Tensor[] = [];
  const spare: Spare = (tensor) => {
    if (tensor !== undefined && isOwnedByScope(tensor)) {
      hold(tensor);
      spared.push(tensor);
    }
    return tensor;
  };
  const results: T[] = [];
  try {
    tapeGradients(() => {
      results.push(f(spare));
      return scalar(0);
    }, [...xs]);
  } finally {
    spared.forEach(release);
  }
  return results[0] as T;
}

/**
 * The gradient of a recorded `y`, weighted by `dy`. Nothing of it is recorded, unless another gradient is being taken
 * around {@link whileRecording}: then it has to be differentiable.
 */
export function walkBack(y: Tensor, xs: readonly Tensor[], dy: Tensor): ReadonlyArray<Tensor | undefined> {
  orderTape();
  const walk = (): ReadonlyArray<Tensor | undefined> => engineGradients(() => y, [...xs], dy).grads;
  return gradientDepth() < 2 ? unrecorded(walk) : walk();
}

/** True where a recorded `y` was computed from `x`. */
export function dependsOn(y: Tensor, x: Tensor): boolean {
  orderTape();
  const reached = new Set([x]);
  for (const {inputs, outputs} of currentTape()) {
    if (!Object.values(inputs).some((input) => reached.has(input))) continue;
    for (const output of outputs) reached.add(output);
  }
  return reached.has(y);
}
