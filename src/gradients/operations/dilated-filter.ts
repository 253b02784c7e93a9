/**
 * A dilated convolution is a convolution with a filter that has holes: zeros between its entries. The backward kernels
 * of tfjs know no dilation, but take a filter with holes like any other.
 */
import {pad, reshape, slice, util, type Tensor} from '@tensorflow/tfjs-core';

export type Dilations = number | readonly number[];

/** One dilation for each spatial dimension; these are a filter's first. */
export function spatialDilations(dilations: Dilations | null | undefined, rank: number): number[] {
  return Array.from({length: rank}, (_, axis) =>
    typeof dilations === 'number' ? dilations : (dilations?.[axis] ?? 1),
  );
}

/** The shape of a filter of `shape` when it has got its holes. */
export function shapeWithHoles(shape: readonly number[], dilations: readonly number[]): number[] {
  return shape.map((size, axis) => (size - 1) * (dilations[axis] ?? 1) + 1);
}

/** Puts `dilation - 1` zeros between the entries along each axis. */
export function withHoles(filter: Tensor, dilations: readonly number[]): Tensor {
  return dilations.reduce((tensor, dilation, axis) => spread(tensor, axis, dilation), filter);
}

/** Leaves out what stands in the holes: the transpose of {@link withHoles}. */
export function withoutHoles(filter: Tensor, dilations: readonly number[]): Tensor {
  return dilations.reduce((tensor, dilation, axis) => thin(tensor, axis, dilation), filter);
}

function spread(tensor: Tensor, axis: number, dilation: number): Tensor {
  if (dilation === 1) return tensor;
  const [outer, size, inner] = around(tensor.shape, axis);
  const padded = pad(reshape(tensor, [outer, size, 1, inner]), trailing(2, dilation - 1));
  const spreadSize = (size - 1) * dilation + 1;
  const cut = slice(reshape(padded, [outer, size * dilation, inner]), [0, 0, 0], [outer, spreadSize, inner]);
  return reshape(cut, tensor.shape.with(axis, spreadSize));
}

function thin(tensor: Tensor, axis: number, dilation: number): Tensor {
  if (dilation === 1) return tensor;
  const [outer, spreadSize, inner] = around(tensor.shape, axis);
  const size = (spreadSize - 1) / dilation + 1;
  const padded = pad(reshape(tensor, [outer, spreadSize, 1, inner]), trailing(1, dilation - 1));
  const cut = slice(reshape(padded, [outer, size, dilation, inner]), [0, 0, 0, 0], [outer, size, 1, inner]);
  return reshape(cut, tensor.shape.with(axis, size));
}

/** How many entries lie before, along and behind an axis. */
function around(shape: readonly number[], axis: number): [number, number, number] {
  const [before, behind] = [shape.slice(0, axis), shape.slice(axis + 1)];
  return [util.sizeFromShape(before), shape[axis] ?? 1, util.sizeFromShape(behind)];
}

/** Paddings of a tensor of rank 4, behind one axis. */
function trailing(axis: number, count: number): Array<[number, number]> {
  return Array.from({length: 4}, (_, at) => [0, at === axis ? count : 0]);
}
