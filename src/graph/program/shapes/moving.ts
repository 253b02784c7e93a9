/**
 * Kernels that move elements: reshape, slice, pad, join, split.
 */
import type {Operand} from '../program.js';
import type {Contents} from './contents.js';
import {broadcast, like} from './element-wise.js';
import {one, type Result, type Rule, type Rules} from './rule.js';
import {stridedSlice} from './strided-slice.js';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const transpose: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const perm = contents.numbers('perm');
  if (perm.length !== shape.length || new Set(perm).size !== perm.length) contents.fail('permutes no axes');
  return one(
    perm.map((axis) => shape[contents.axisFrom(axis, shape.length)] ?? 0),
    dtype,
  );
};

const broadcastTo: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const to = contents.numbers('shape');
  const made = broadcast(contents, shape, to);
  return String(made) === String(to) ? one(to, dtype) : contents.fail(`cannot broadcast to [${to.join()}]`);
};

const slice: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const begin = contents.numbers('begin');
  const size = contents.attribute('size') === undefined ? [] : contents.numbers('size');
  const made = shape.map((length, axis) => {
    const from = begin[axis] ?? 0;
    const given = size[axis] ?? -1;
    const taken = given < 0 ? length - from : given;
    if (from < 0 || from + taken > length) contents.fail(`slices beyond axis ${axis}`);
    return taken;
  });
  return one(made, dtype);
};

const reverse: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  contents.axes('dims', shape.length);
  return one(shape, dtype);
};

const tile: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const reps = contents.numbers('reps');
  if (reps.length !== shape.length) contents.fail('has not a number of repetitions for each axis');
  return one(
    shape.map((length, axis) => length * (reps[axis] ?? 0)),
    dtype,
  );
};

const pad: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const paddings = contents.pairs('paddings');
  if (paddings.length !== shape.length) contents.fail('has not a padding for each axis');
  return one(
    shape.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0)),
    dtype,
  );
};

const reshape: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const to = contents.numbers('shape');
  const known = sizeOf(to.filter((length) => length >= 0));
  return one(
    to.map((length) => (length < 0 ? sizeOf(shape) / known : length)),
    dtype,
  );
};

const expandDims: Rule = (contents) => {
  const operand = contents.optional('input') ?? contents.operand('x');
  const shape = [...operand.shape];
  shape.splice(contents.axis('dim', shape.length + 1), 0, 1);
  return one(shape, operand.dtype);
};

function first(contents: Contents): Operand {
  return contents.operands[0] ?? contents.fail('has no operands');
}

const concat: Rule = (contents) => {
  const {shape, dtype} = first(contents);
  const along = contents.axis('axis', shape.length, 0);
  const length = contents.operands.reduce((sum, operand) => {
    if (operand.shape.length !== shape.length) contents.fail('joins operands of other ranks');
    return sum + (operand.shape[along] ?? 0);
  }, 0);
  const made = shape.map((given, axis) => (axis === along ? length : given));
  for (const operand of contents.operands)
    if (operand.shape.some((given, axis) => axis !== along && given !== made[axis]))
      contents.fail('joins operands of other lengths');
  return one(made, dtype);
};

const pack: Rule = (contents) => {
  const {shape, dtype} = first(contents);
  if (contents.operands.some((operand) => String(operand.shape) !== String(shape)))
    contents.fail('stacks operands of other shapes');
  const made = [...shape];
  made.splice(contents.axis('axis', shape.length + 1, 0), 0, contents.operands.length);
  return one(made, dtype);
};

const split: Rule = (contents): readonly Result[] => {
  const {shape, dtype} = contents.operand('x');
  const along = contents.axis('axis', shape.length, 0);
  const part = (length: number): Result => ({
    shape: shape.map((given, axis) => (axis === along ? length : given)),
    dtype,
  });
  return sizesOfParts(contents, shape[along] ?? 0).map(part);
};

/** One of the sizes may be -1: what is left. */
function sizesOfParts(contents: Contents, total: number): readonly number[] {
  const given = contents.attribute('numOrSizeSplits');
  if (typeof given === 'number') return Array<number>(given).fill(total / given);
  const sizes = contents.numbers('numOrSizeSplits');
  const known = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  if (known > total) contents.fail('makes parts that are longer than its operand');
  return sizes.map((size) => (size === -1 ? total - known : size));
}

const unpack: Rule = (contents): readonly Result[] => {
  const {shape, dtype} = contents.operand('value');
  const along = contents.axis('axis', shape.length, 0);
  const part = {shape: shape.filter((_, axis) => axis !== along), dtype};
  return Array<Result>(shape[along] ?? 0).fill(part);
};

export const movingRules: Rules = {
  BroadcastTo: broadcastTo,
  Concat: concat,
  ExpandDims: expandDims,
  FlipLeftRight: like('image'),
  MirrorPad: pad,
  Pack: pack,
  PadV2: pad,
  Reshape: reshape,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};
