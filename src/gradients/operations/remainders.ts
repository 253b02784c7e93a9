/**
 * On webgl a texel holds two by two entries. Where rows or columns are odd in number, the last texels have entries to
 * spare, in which kernels leave whatever comes out: exp leaves ones, and a list that is reshaped to one row is there
 * twice. tfjs's matMul along an odd axis adds the products of these entries in, its scatterND those of the row that is
 * not there. A slice of the whole tensor leaves zeros in them.
 */
import {getBackend, reshape, scatterND, slice, util, type Tensor} from '@tensorflow/tfjs-core';

/** `x`, on webgl with zeros beyond its last row and column, if `count`, the number of entries to be summed, is odd. */
export function withoutRemainder(x: Tensor, count: number): Tensor {
  if (count % 2 === 0 || x.size === 0 || getBackend() !== 'webgl') return x;
  const matrices = x.rank > 3 ? reshape(x, [-1, ...x.shape.slice(-2)]) : x;
  return reshape(slice(matrices, 0), x.shape);
}

/** tf.scatterND, which adds updates up: those of one row of `indices` are one row of `updates`. */
export function scatter(indices: Tensor, updates: Tensor, shape: readonly number[]): Tensor {
  const count = util.sizeFromShape(indices.shape.slice(0, -1));
  if (count % 2 === 0 || updates.size === 0) return scatterND(indices, updates, [...shape]);
  const rows = reshape(updates, [count, updates.size / count]);
  return scatterND(indices, reshape(withoutRemainder(rows, count), updates.shape), [...shape]);
}
