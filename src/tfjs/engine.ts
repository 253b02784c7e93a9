/**
 * The engine as the rest of the package sees it. All that tfjs does not document is in this folder.
 */
import {getBackend, Variable, type Tensor} from '@tensorflow/tfjs-core';

import {internals} from './internals.js';
import {unrecorded} from './recording.js';

export type {Gradients} from './internals.js';
export {engineGradients} from './recording.js';
export {hold, inScope, isHeld, isOwnedByScope, release} from './scopes.js';

/** Whether the backend stores tensors as plain arrays: they may be read in any shape of as many elements, without waiting. */
export function keepsArrays(): boolean {
  return ['cpu', 'wasm'].includes(getBackend());
}

/** An object that is the same until `tf.engine().reset()`, which frees all memory. */
export function epoch(): object {
  return internals().state;
}

/** All variables that were not disposed, by their names. */
export function allVariables(): Readonly<Record<string, Variable>> {
  return internals().state.registeredVariables;
}

/** A tensor of its own over the same data. Recorded, so that outer gradients flow through it. */
export function clone(tensor: Tensor): Tensor {
  return internals().runKernel('Identity', {x: tensor}) as Tensor;
}

/** The same, left off the tape. */
export function unrecordedClone(tensor: Tensor): Tensor {
  return unrecorded(() => clone(tensor));
}

/** Whether a tensor was disposed of. `tf.disposeVariables()` does not tell the variables: their `isDisposed` stays false. */
export function isDisposed(tensor: Tensor): boolean {
  return tensor.isDisposed || (tensor instanceof Variable && allVariables()[tensor.name] !== tensor);
}
