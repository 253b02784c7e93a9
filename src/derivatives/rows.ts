/**
 * Jacobians row by row: the gradient of every element of `y`, stacked.
 */
import {broadcastTo, eye, reshape, slice, stack, tidy, util, zeros, type Tensor} from '@tensorflow/tfjs-core';

import {walkBack} from './second-tape.js';

/** A Jacobian for each of the `xs`, of shape `[...y.shape, ...x.shape]`; undefined where `y` does not depend on it. */
export function jacobianRows(y: Tensor, xs: readonly Tensor[]): Array<Tensor | undefined> {
  const rows = gradientRows(y, xs, y.shape);
  return xs.map((x, index) => stackRows(rows, index, 0, [...y.shape, ...x.shape]));
}

/** The same for a `y` of shape `[B, ...Y]` and `xs` of shape `[B, ...X]` of which each batch depends on its own alone. */
export function batchJacobianRows(y: Tensor, xs: readonly Tensor[]): Array<Tensor | undefined> {
  const rows = gradientRows(y, xs, y.shape.slice(1));
  return xs.map((x, index) => stackRows(rows, index, 1, [...y.shape, ...x.shape.slice(1)]));
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

function stackRows(rows: Rows, index: number, axis: number, shape: number[]): Tensor | undefined {
  const ofX = rows.flatMap((row) => row[index] ?? []);
  if (rows.length === 0) return zeros(shape);
  return ofX.length === 0 ? undefined : reshape(stack(ofX, axis), shape);
}
