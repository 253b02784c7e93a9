/**
 * The way in which a function is differentiated. A function may carry its own: so a graph function is differentiated
 * by its compiled program, and those who use the tape alone bundle no graph.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {Call} from './calling-rules.js';
import type {Structure} from './structure.js';

export interface Outcome {
  readonly y: Structure<Tensor>;
  readonly aux: unknown;
  /** One for each leaf of the call; undefined where `y` does not depend on it. */
  readonly gradients: ReadonlyArray<Tensor | undefined>;
}

/** Calls and differentiates. All the tensors made belong to the innermost scope. */
export type Differentiator = (call: Call, outputGradients: unknown) => Outcome;

/** The key under which a function carries its own differentiator. */
export const differentiator: unique symbol = Symbol.for('tfjs-value-and-gradient.differentiator');

/** The differentiator that `f` carries, unless the caller asks for the tape; else `tape`. */
export function differentiatorOf(call: Call, tape: Differentiator): Differentiator {
  if (call.options.useGradientTape === true) return tape;
  return (call.f as {readonly [differentiator]?: Differentiator})[differentiator] ?? tape;
}
