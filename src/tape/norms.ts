/**
 * `tf.norm` at 0. It ends in a square root, whose slope there is infinite, and infinity times the zero slopes before it
 * is not a number. The norm has a subgradient of 0 at 0, and gets it.
 */
import {equal, onesLike, sqrt, zerosLike, type Tensor} from '@tensorflow/tfjs-core';

import {where} from '../gradients/operations/selection.js';
import type {KernelCall} from '../tfjs/kernel-runner.js';
import {scopeName} from '../tfjs/scopes.js';

/** The square root at the end of a norm, with slope 0 at 0; undefined for any other call. */
export function runNorm({kernelName, inputs}: KernelCall): Tensor | undefined {
  if (kernelName !== 'Sqrt' || scopeName(1) !== 'norm__op') return undefined;
  const x = inputs['x'] as Tensor;
  const isZero = equal(x, 0);
  return where(isZero, zerosLike(x), sqrt(where(isZero, onesLike(x), x)));
}
