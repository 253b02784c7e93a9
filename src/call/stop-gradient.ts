/**
 * Tensors without a gradient.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {isDisposed, unrecordedClone} from '../tfjs/engine.js';
import {mapStructure} from '../tree.js';
import {checkNesting} from './nesting.js';

/**
 * Returns `x` as a constant: no gradient flows through it, of any order.
 *
 * @param x A tensor of any shape and dtype, or lists and plain objects of tensors, to any depth.
 * @returns Tensors of the same values, shapes and dtypes in the same structure. They are new tensors, the caller's own.
 * @throws TypeError if a leaf is not a tensor, or is disposed.
 *
 * ```ts
 * const f = (x: tf.Tensor) => tf.mul(stopGradient(x), x);
 * valueAndGradient(f, 3); // [9, 3]
 * ```
 */
export function stopGradient<X>(x: X): X;
export function stopGradient(x: unknown): unknown {
  checkNesting('stopGradient', x, 'x');
  // All are checked before the first is cloned.
  mapStructure(x, 'x', checkTensor);
  return mapStructure(x, 'x', (leaf) => unrecordedClone(leaf as Tensor));
}

function checkTensor(leaf: unknown, path: string): void {
  if (!(leaf instanceof Tensor)) {
    throw misuse(
      'stopGradient',
      `${path}: expected a tensor, or a list or plain object of tensors, got ${describe(leaf)}`,
      'Leave out what is not a tensor',
    );
  }
  if (isDisposed(leaf))
    throw misuse('stopGradient', `${path} is a disposed tensor`, 'Pass a live one, or tf.keep it');
}
