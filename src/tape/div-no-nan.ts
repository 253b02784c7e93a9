/**
 * `tf.divNoNan` where the denominator is 0. tfjs selects zeros after it has divided, so that the division's own gradient,
 * infinite there, meets a zero and is not a number. As in TensorFlow, both gradients are 0.
 */
import {div, equal, onesLike, type Tensor} from '@tensorflow/tfjs-core';

import {where} from '../gradients/operations/selection.js';
import type {KernelCall} from '../tfjs/kernel-runner.js';
import {scopeName} from '../tfjs/scopes.js';

/** The division within a divNoNan, by 1 where the denominator is 0; undefined for any other call. */
export function runDivNoNan({kernelName, inputs}: KernelCall): Tensor | undefined {
  if (kernelName !== 'RealDiv' || scopeName(1) !== 'divNoNan__op') return undefined;
  const {a, b} = inputs as {a: Tensor; b: Tensor};
  return div(a, where(equal(b, 0), onesLike(b), b));
}
