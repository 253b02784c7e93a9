/**
 * The inputs of customGrads, kept for the backward pass. A gradient function may read them by closure and not save them,
 * as that of tfjs's logSigmoid does; the scope that made them would have disposed of them by then.
 *
 * They go to the scope in which the outermost call runs. Not held by force: what `f` has disposed of, or keeps with
 * tf.keep, is its own affair.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../tfjs/kernel-runner.js';
import {moveToScope, scopeCount} from '../tfjs/scopes.js';

/** How many scopes were open as the outermost call began. */
let outermost = 0;

/** To be called where the outermost call begins. */
export function beginHolding(): void {
  outermost = scopeCount();
}

/** Lets the inputs of a customGrad live until the outermost call has ended. */
export function holdInputs({kernelName, inputs}: KernelCall): void {
  if (kernelName !== undefined) return;
  for (const name in inputs) moveToScope(inputs[name] as Tensor, outermost);
}
