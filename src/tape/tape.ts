/**
 * tfjs's tape made right: in order, with the bodies of customGrads recorded, and cleaned up after a failure. Importing it
 * makes it the one that takes gradients.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {engineGradients, type Gradients} from '../tfjs/engine.js';
import {discardTape, orderTape} from './order.js';
import {installTape} from './installed.js';
import {onOwnTape} from './own-tape.js';
import {recordingKernels} from './recording.js';

/** The value of `f` and its gradients with respect to `xs`, weighted by `dy`. To be called within a scope. */
export function tapeGradients(f: () => Tensor, xs: Tensor[], dy?: Tensor): Gradients {
  const thenOrder = (): Tensor => {
    const value = f();
    orderTape();
    return value;
  };
  return onOwnTape(() => {
    try {
      return recordingKernels(() => engineGradients(thenOrder, xs, dy));
    } catch (error) {
      discardTape();
      throw error;
    }
  });
}

installTape(tapeGradients);
