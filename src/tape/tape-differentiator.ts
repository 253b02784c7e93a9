/**
 * The tape as a differentiator.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import type {Call} from '../call/calling-rules.js';
import {internalError} from '../errors.js';
import {clone, hold, isDisposed, isOwnedByScope, release} from '../tfjs/engine.js';
import {asCotangent, readOutputGradients, total} from '../call/output-gradients.js';
import {callAndRead, type Output} from '../call/outputs.js';
import {mapAnything, type Structure} from '../tree.js';
import {takeGradients} from './installed.js';

/** The value of a call and its gradients. */
export interface Outcome {
  readonly y: Structure<Tensor>;
  readonly aux: unknown;
  /** One for each leaf of the call; undefined where `y` does not depend on it. */
  readonly gradients: ReadonlyArray<Tensor | undefined>;
}

/** Calls `f` under the tape that is installed and walks it back. */
export function tapeDifferentiator(call: Call, outputGradients: unknown): Outcome {
  const asDy =
    outputGradients instanceof Tensor && !isDisposed(outputGradients) && outputGradients.dtype !== 'string';
  // Clones: a weight that is one of the arguments is not differentiated.
  const weightsGiven = asDy ? outputGradients : mapAnything(outputGradients, cloneLive);
  const held: Tensor[] = [];
  const outputs: Output[] = [];
  const forward = (): Tensor => {
    const output = callAndRead(call);
    outputs.push(output);
    const weights =
      outputGradients === undefined ? undefined : readOutputGradients(call.caller, weightsGiven, output.y);
    const value = total(output, asDy ? undefined : weights);
    holdBack(output, value, held);
    return value;
  };
  try {
    const {grads} = takeGradients(forward, [...call.leaves], asDy ? asCotangent(outputGradients) : undefined);
    const [output] = outputs;
    if (output === undefined) throw internalError('the tape did not call f');
    return {y: output.y, aux: output.aux, gradients: grads};
  } finally {
    held.forEach(release);
  }
}

function cloneLive(value: unknown): unknown {
  return value instanceof Tensor && !isDisposed(value) ? clone(value) : value;
}

/** Holds the tensors of `y` and `aux` which the scope of the forward pass would dispose, as it returns `value` alone. */
function holdBack({parts, aux}: Output, value: Tensor, held: Tensor[]): void {
  const holdOne = (tensor: unknown): void => {
    if (!(tensor instanceof Tensor) || tensor === value || !isOwnedByScope(tensor)) return;
    hold(tensor);
    held.push(tensor);
  };
  parts.forEach(holdOne);
  if (aux !== undefined) mapAnything(aux, holdOne);
}
