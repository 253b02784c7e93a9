/**
 * Slicing, padding, joining and rearranging. Where a gradient goes axis by axis, the tensor is viewed as
 * [outer, axis, inner] meanwhile: that works for every rank, also on webgl, whose kernels stop at rank 6.
 */
import {
  add,
  concat,
  DepthToSpace,
  Diag,
  MirrorPad,
  pad,
  reshape,
  reverse,
  slice,
  Slice,
  slice_util,
  SplitV,
  stack,
  StridedSlice,
  sum,
  Tile,
  transpose,
  Unpack,
  util,
  zeros,
  type DepthToSpaceAttrs,
  type GradConfig,
  type MirrorPadAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  type Tensor,
  type Tensor3D,
  type TileAttrs,
  type UnpackAttrs,
} from '@tensorflow/tfjs-core';

import {rule} from '../rule.js';

/** What a kernel with several outputs hands over: of a single output its gradient alone, not in a list. */
type OneOrMore = Tensor | Tensor[];

const listOf = (dys: OneOrMore): Tensor[] => (Array.isArray(dys) ? dys : [dys]);

/** Applies `change` to `x` as [outer, axis, inner], which may change the length of the axis. */
function alongAxis(x: Tensor, axis: number, change: (view: Tensor3D) => Tensor): Tensor {
  const outer = x.shape.slice(0, axis);
  const inner = x.shape.slice(axis + 1);
  const length = x.shape[axis] ?? 1;
  const view = reshape(x, [util.sizeFromShape(outer), length, util.sizeFromShape(inner)]);
  const changed = change(view as Tensor3D);
  return reshape(changed, [...outer, changed.shape[1] ?? 1, ...inner]);
}

const part = (view: Tensor, begin: number, length: number): Tensor =>
  slice(view, [0, begin, 0], [-1, length, -1]);

function padded(view: Tensor, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return view;
  return pad(view, [
    [0, 0],
    [before, after],
    [0, 0],
  ]);
}

/** Every repetition adds to the gradient. */
function untile(dy: Tensor, shape: readonly number[], reps: readonly number[]): Tensor {
  let gradient = dy;
  shape.forEach((length, axis) => {
    const count = reps[axis] ?? 1;
    if (count === 1) return;
    gradient = alongAxis(gradient, axis, (view) => {
      const [outer, , inner] = view.shape;
      return reshape(sum(reshape(view, [outer, count, length * inner]), 1), [outer, length, inner]);
    });
  });
  return reshape(gradient, [...shape]);
}

/** Folds what was mirrored back onto the entries it came from. */
function unmirror(view: Tensor, before: number, after: number, edge: number): Tensor {
  const length = (view.shape[1] ?? 0) - before - after;
  let gradient = part(view, before, length);
  if (before > 0) {
    const mirrored = reverse(part(view, 0, before), 1);
    gradient = add(gradient, padded(mirrored, edge, length - before - edge));
  }
  if (after > 0) {
    const mirrored = reverse(part(view, before + length, after), 1);
    gradient = add(gradient, padded(mirrored, length - after - edge, edge));
  }
  return gradient;
}

/** Puts the entries of `view` at `begin`, `begin + stride`, ... of an axis of zeros. */
function spread(view: Tensor, begin: number, stride: number, length: number): Tensor {
  const [outer = 1, count = 0, inner = 1] = view.shape;
  const first = stride < 0 ? begin + (count - 1) * stride : begin;
  const step = Math.abs(stride);
  const ascending = stride < 0 ? reverse(view, 1) : view;
  if (step === 1) return padded(ascending, first, length - first - count);
  const gaps: Array<[number, number]> = [
    [0, 0],
    [0, 0],
    [0, step - 1],
    [0, 0],
  ];
  const apart = reshape(pad(reshape(ascending, [outer, count, 1, inner]), gaps), [
    outer,
    count * step,
    inner,
  ]);
  // The gap behind the last entry may reach beyond the axis.
  return part(padded(apart, first, Math.max(0, length - first - count * step)), 0, length);
}

function unslice(dy: Tensor, shape: readonly number[], attributes: StridedSliceAttrs): Tensor {
  if (dy.size === 0) return zeros([...shape]);
  const {begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask} = attributes;
  const info = slice_util.sliceInfo(
    [...shape],
    begin,
    end,
    strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  // With one axis for each of the input's: new axes left out, shrunk ones put back.
  let gradient = reshape(dy, slice_util.computeOutShape(info.begin, info.end, info.strides));
  shape.forEach((length, axis) => {
    const [first, stride] = [info.begin[axis] ?? 0, info.strides[axis] ?? 1];
    if (gradient.shape[axis] === length && stride === 1) return;
    gradient = alongAxis(gradient, axis, (view) => spread(view, first, stride, length));
  });
  return gradient;
}

/** Like tfjs's own, but that webgl's PadV2 stops at rank 4. */
function unsliceWhole(dy: Tensor, x: Tensor, {begin, size}: SliceAttrs): Tensor {
  const [starts, sizes] = slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
  const paddings = x.shape.map((length, axis): [number, number] => {
    const [start, count] = [starts[axis] ?? 0, sizes[axis] ?? 0];
    return [start, length - start - count];
  });
  if (x.rank <= 4) return pad(dy, paddings);
  return paddings.reduce(
    (gradient, [before, after], axis) => alongAxis(gradient, axis, (view) => padded(view, before, after)),
    dy,
  );
}

function spaceToDepth(dy: Tensor, {blockSize, dataFormat}: DepthToSpaceAttrs, shape: number[]): Tensor {
  const [batch = 1, second = 1, third = 1, fourth = 1] = shape;
  if (dataFormat === 'NHWC') {
    const blocks = [batch, second, blockSize, third, blockSize, fourth / blockSize ** 2];
    return reshape(transpose(reshape(dy, blocks), [0, 1, 3, 2, 4, 5]), shape);
  }
  const blocks = [batch, second / blockSize ** 2, third, blockSize, fourth, blockSize];
  return reshape(transpose(reshape(dy, blocks), [0, 3, 5, 1, 2, 4]), shape);
}

/** The diagonal of a [size, size] matrix, which is the first column where each row is made one longer. */
function diagonal(dy: Tensor, size: number): Tensor {
  const flat = pad(reshape(dy, [size * size]), [[0, size]]);
  return slice(reshape(flat, [size, size + 1]), [0, 0], [size, 1]);
}

export const rules: readonly GradConfig[] = [
  rule<StridedSliceAttrs>(StridedSlice, {inputs: ['x']}, (dy, [x], attributes) => ({
    x: () => unslice(dy, (x as Tensor).shape, attributes),
  })),

  rule<SliceAttrs>(Slice, {inputs: ['x']}, (dy, [x], attributes) => ({
    x: () => unsliceWhole(dy, x as Tensor, attributes),
  })),

  // tfjs's gradient is that of a zero padding: it drops what was mirrored.
  rule<MirrorPadAttrs>(MirrorPad, {}, (dy, _, {paddings, mode}) => ({
    x: () =>
      paddings.reduce(
        (gradient, [before, after], axis) =>
          alongAxis(gradient, axis, (view) => unmirror(view, before, after, mode === 'reflect' ? 1 : 0)),
        dy,
      ),
  })),

  // tfjs's gradient stops at rank 4.
  rule<TileAttrs>(Tile, {inputs: ['x']}, (dy, [x], {reps}) => ({
    x: () => untile(dy, (x as Tensor).shape, reps),
  })),

  // tfjs's gradients of these two throw where there is one output only.
  rule<SplitVAttrs, OneOrMore>(SplitV, {}, (dys, _, {axis}) => ({
    x: () => concat(listOf(dys), axis),
  })),
  rule<UnpackAttrs, OneOrMore>(Unpack, {}, (dys, _, {axis}) => ({
    value: () => stack(listOf(dys), axis),
  })),

  rule<DepthToSpaceAttrs>(DepthToSpace, {inputs: ['x']}, (dy, [x], attributes) => ({
    x: () => spaceToDepth(dy, attributes, (x as Tensor).shape),
  })),

  rule(Diag, {inputs: ['x']}, (dy, [x]) => ({
    x: () => reshape(diagonal(dy, (x as Tensor).size), (x as Tensor).shape),
  })),
];
