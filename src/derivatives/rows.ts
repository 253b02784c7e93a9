/**
 * Jacobians row by row: the gradient of every element of `y`, stacked.
 */
import {broadcastTo, eye, reshape, slice, stack, tidy, util, zeros, type Tensor} from '@tensorflow/tfjs-core';

import {dependsOn, walkBack} from './second-tape.js';

/** A Jacobian for each of the `xs`, of shape `[...y.shape, ...x.shape]`; undefined where `y` does not depend on it. */
export function jacobianRows(y: Tensor, xs: readonly Tensor[]): Array<Tensor | undefined> {
  return stackedRows(y, xs, 0);
}

/** The same for a `y` of shape `[B, ...Y]` and `xs` of shape `[B, ...X]` of which each batch depends on its own alone. */
export function batchJacobianRows(y: Tensor, xs: readonly Tensor[]): Array<Tensor | undefined> {
  return stackedRows(y, xs, 1);
}

type Rows = ReadonlyArray<ReadonlyArray<Tensor | undefined>>;

/** For every element of the trailing `shape` of `y`, the gradients of the sum of that element over what leads it. */
function gradientRows(y: Tensor, xs: readonly Tensor[], shape: readonly number[]): Rows {
  const count = util.sizeFromShape([...shape]);
  const identity = reshape(eye(count), [count, ...shape]);
  return Array.from({length: count}, (_, index) => {
    const unit = tidy(() => broadcastTo(reshape(slice(identity, index, 1), [...shape]), y.shape));
    return walkBack(y, xs, unit);
  });
}

/** The rows of each of the `xs`, the first `batchRank` dimensions of which are those of `y`. */
function stackedRows(y: Tensor, xs: readonly Tensor[], batchRank: number): Array<Tensor | undefined> {
  const shapeOf = (x: Tensor): number[] => [...y.shape, ...x.shape.slice(batchRank)];
  // Nothing to walk back, and kernels that take no empty tensors.
  if (y.size === 0) return xs.map((x) => (dependsOn(y, x) ? zeros(shapeOf(x)) : undefined));
  const rows = gradientRows(y, xs, y.shape.slice(batchRank));
  return xs.map((x, index) => {
    const ofX = rows.flatMap((row) => row[index] ?? []);
    return ofX.length === 0 ? undefined : reshape(stack(ofX, batchRank), shapeOf(x));
  });
}
