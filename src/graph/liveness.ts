/**
 * Whether what a call is given, or a program was made for, is still alive.
 */
import {Variable, type Tensor} from '@tensorflow/tfjs-core';

import {misuse} from '../errors.js';
import {isDisposed} from '../tfjs/engine.js';

/** Throws where a tensor has no memory any more: a kernel would say nothing of use. */
export function refuseDisposed(tensor: Tensor): void {
  if (!isDisposed(tensor)) return;
  const what =
    tensor instanceof Variable ? `f uses the variable '${tensor.name}'` : 'an argument is a tensor';
  throw misuse('graph', `${what} that was disposed of`, 'Pass or use a live one, or tf.keep it');
}
