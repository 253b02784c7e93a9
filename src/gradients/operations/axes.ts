/** Zeros between the entries along an axis, and around them. */
import {pad, reshape, slice, util, type Tensor} from '@tensorflow/tfjs-core';

/** Puts `stride - 1` zeros between the entries along an axis. */
export function spread(tensor: Tensor, axis: number, stride: number): Tensor {
  if (stride === 1) return tensor;
  const size = tensor.shape[axis] as number;
  const [outer, inner] = around(tensor.shape, axis);
  const apart = pad(reshape(tensor, [outer, size, 1, inner]), [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const spreadOut = reshape(apart, withSize(tensor.shape, axis, size * stride));
  return fitted(spreadOut, axis, 0, 1 - stride);
}

/** Adds zeros before and behind along an axis, or takes entries away where there are less than none to add. */
export function fitted(tensor: Tensor, axis: number, before: number, behind: number): Tensor {
  if (before === 0 && behind === 0) return tensor;
  const [outer, inner] = around(tensor.shape, axis);
  const length = (tensor.shape[axis] as number) + before + behind;
  const padded = pad(reshape(tensor, [outer, -1, inner]), [
    [0, 0],
    [Math.max(before, 0), Math.max(behind, 0)],
    [0, 0],
  ]);
  const isCut = before < 0 || behind < 0;
  const cut = isCut ? slice(padded, [0, Math.max(-before, 0), 0], [outer, length, inner]) : padded;
  return reshape(cut, withSize(tensor.shape, axis, length));
}

function around(shape: readonly number[], axis: number): [outer: number, inner: number] {
  return [util.sizeFromShape(shape.slice(0, axis)), util.sizeFromShape(shape.slice(axis + 1))];
}

function withSize(shape: readonly number[], axis: number, size: number): number[] {
  return shape.map((before, at) => (at === axis ? size : before));
}
