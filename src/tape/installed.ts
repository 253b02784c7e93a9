/**
 * Which tape takes gradients. The import decides: `tfjs-value-and-gradient/core` alone brings one for first derivatives, and
 * whatever registers gradients one for all orders. A leaf of its own, so that the facade bundles neither.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {internalError} from '../errors.js';
import type {Gradients} from '../tfjs/engine.js';

/** Gives the value of `f` and its gradients with respect to `xs`, weighted by `dy`. Called within a scope. */
export type TakeGradients = (f: () => Tensor, xs: Tensor[], dy?: Tensor) => Gradients;

let ofAllOrders: TakeGradients | undefined;
let ofFirstOrder: TakeGradients | undefined;
let explain = (error: unknown): unknown => error;
let taking = 0;

/** Lets a tape take all gradients from now on. */
export function installTape(take: TakeGradients): void {
  ofAllOrders = take;
}

/**
 * Lets a tape take gradients as long as there is none for all orders.
 *
 * @param inOurWords Says of what either tape throws which import mends it.
 */
export function installFirstOrder(take: TakeGradients, inOurWords: (error: unknown) => unknown): void {
  ofFirstOrder = take;
  explain = inOurWords;
}

/** Whether this package is taking a gradient, and not somebody else. */
export function isTaking(): boolean {
  return taking > 0;
}

export const takeGradients: TakeGradients = (f, xs, dy) => {
  const take = ofAllOrders ?? ofFirstOrder;
  if (take === undefined) throw internalError('no tape is installed');
  taking++;
  try {
    return take(f, xs, dy);
  } catch (error) {
    throw explain(error);
  } finally {
    taking--;
  }
};
