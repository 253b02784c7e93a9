/**
 * Kernels that move elements, as strided copies.
 */
import {axesOf, hasTwins} from '../../passes/builder.js';
import {sizeOf} from '../../passes/rewrite.js';
import type {Operand} from '../../program/program.js';
import type {Attributes} from '../../passes/builder.js';
import {Opcode} from '../../../machine/opcodes.js';
import {bitsOf, type Made, type Places, type Rule} from './rule.js';

/** The strides of an array that stands contiguously, in bytes. */
function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 4;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}

interface Copied {
  /** How many elements the value has that is written: a single one is written to all four lanes. */
  readonly of: number;
  readonly out: number;
  readonly from: number;
  readonly shape: readonly number[];
  readonly outStrides: readonly number[];
  readonly strides: readonly number[];
}

const LARGEST_RANK = 8;

function copy({of, out, from, shape, outStrides, strides}: Copied): number[] {
  if (of === 1) return [Opcode.Copy, out, from, 0];
  return [Opcode.Copy, out, from, shape.length, ...shape, ...outStrides, ...strides];
}

/** What only moves elements: each output by where its elements stand in the operand. */
const moved =
  (
    view: (
      shape: readonly number[],
      attributes: Attributes,
      made: Made,
    ) => {readonly start: number; readonly strides: readonly number[]} | undefined,
  ): Rule =>
  ([x], attributes, [made], at) => {
    if (x === undefined || made === undefined || made.shape.length > LARGEST_RANK) return undefined;
    const found = view(x.shape, attributes, made);
    if (found === undefined) return undefined;
    const {start, strides} = found;
    const from = at.of(x) + start;
    return [
      copy({
        of: sizeOf(made.shape),
        out: at.outputs[0] as number,
        from,
        shape: made.shape,
        outStrides: stridesOf(made.shape),
        strides,
      }),
    ];
  };

export const transpose = moved((shape, {perm}) => {
  const strides = stridesOf(shape);
  return {start: 0, strides: (perm as readonly number[]).map((axis) => strides[axis] as number)};
});

export const broadcastTo = moved((shape, _, made) => {
  const strides = stridesOf(shape);
  const missing = made.shape.length - shape.length;
  return {
    start: 0,
    strides: made.shape.map((_length, axis) =>
      axis < missing || shape[axis - missing] === 1 ? 0 : (strides[axis - missing] as number),
    ),
  };
});

export const slice = moved((shape, {begin}, made) => {
  const strides = stridesOf(shape);
  const given = [begin].flat() as number[];
  if (made.shape.length !== shape.length || given.some((first) => first < 0)) return undefined;
  const start = given.reduce((sum, first, axis) => sum + first * (strides[axis] as number), 0);
  return {start, strides};
});

export const reverse = moved((shape, {dims}) => {
  const strides = stridesOf(shape);
  const reversed = axesOf(dims, shape.length);
  if (hasTwins(reversed)) return undefined;
  const start = reversed.reduce(
    (sum, axis) => sum + ((shape[axis] as number) - 1) * (strides[axis] as number),
    0,
  );
  return {start, strides: strides.map((stride, axis) => (reversed.includes(axis) ? -stride : stride))};
});

/** Each dimension as a repeated one, and the elements of one repetition. */
export const tile: Rule = ([x], {reps}, [made], at) => {
  if (x === undefined || made === undefined || 2 * x.shape.length > LARGEST_RANK) return undefined;
  const strides = stridesOf(x.shape);
  const shape = x.shape.flatMap((length, axis) => [(reps as readonly number[])[axis] as number, length]);
  return [
    copy({
      of: sizeOf(made.shape),
      out: at.outputs[0] as number,
      from: at.of(x),
      shape,
      outStrides: stridesOf(shape),
      strides: strides.flatMap((stride) => [0, stride]),
    }),
  ];
};

export const windows = moved((shape, {steps}) => ({
  start: 0,
  strides: windowStrides(shape, steps as readonly number[]),
}));

export const pad: Rule = ([x], {paddings, constantValue}, [made], at) => {
  if (x === undefined || made === undefined || x.shape.length > LARGEST_RANK) return undefined;
  const out = at.outputs[0] as number;
  const outStrides = stridesOf(made.shape);
  const start = (paddings as ReadonlyArray<readonly number[]>).reduce(
    (sum, [before = 0], axis) => sum + before * (outStrides[axis] as number),
    0,
  );
  return [
    [Opcode.Fill, out, sizeOf(made.shape), (at.bits ?? bitsOf)(constantValue as number, made.dtype)],
    copy({
      of: sizeOf(made.shape),
      out: out + start,
      from: at.of(x),
      shape: x.shape,
      outStrides,
      strides: stridesOf(x.shape),
    }),
  ];
};

/** Operands one after another along an axis of the output. */
function joined(
  operands: readonly Operand[],
  axis: number,
  shape: readonly number[],
  at: Places,
): number[][] {
  const outStrides = stridesOf(shape);
  let start = at.outputs[0] as number;
  return operands.map((operand) => {
    const length = operand.shape[axis] as number;
    const out = start;
    start += length * (outStrides[axis] as number);
    return copy({
      of: sizeOf(shape),
      out,
      from: at.of(operand),
      shape: operand.shape,
      outStrides,
      strides: stridesOf(operand.shape),
    });
  });
}

/** Of one dtype: the backend's kernel casts the others to that of the first. */
export const concat: Rule = (operands, {axis}, [made], at) => {
  if (made === undefined || made.shape.length > LARGEST_RANK) return undefined;
  if (operands.some(({dtype}) => dtype !== operands[0]?.dtype)) return undefined;
  const [along = 0] = axesOf(axis ?? 0, made.shape.length);
  const full = operands.filter(({shape}) => sizeOf(shape) > 0);
  return joined(full, along, made.shape, at);
};

export const pack: Rule = (operands, {axis}, [made], at) => {
  if (made === undefined || made.shape.length > LARGEST_RANK) return undefined;
  const [along = 0] = axesOf(axis ?? 0, made.shape.length);
  const single = made.shape.map((length, index) => (index === along ? 1 : length));
  return joined(
    operands.map((operand) => ({...operand, shape: single})),
    along,
    made.shape,
    at,
  );
};

/** Parts of an operand, one after another along an axis of it. */
export const split: Rule = ([x], {axis}, made, at) => {
  if (x === undefined || x.shape.length > LARGEST_RANK) return undefined;
  const strides = stridesOf(x.shape);
  const [along = 0] = axesOf(axis ?? 0, x.shape.length);
  let from = at.of(x);
  return made.map(({shape}, index) => {
    const isUnpacked = shape.length < x.shape.length;
    const full = isUnpacked ? [...shape.slice(0, along), 1, ...shape.slice(along)] : shape;
    const start = from;
    from += (full[along] as number) * (strides[along] as number);
    return copy({
      of: sizeOf(shape),
      out: at.outputs[index] as number,
      from: start,
      shape: full,
      outStrides: stridesOf(full),
      strides,
    });
  });
};

/** The strides of windows in an image: batch, row and column of the window, row and column within it, channel. */
function windowStrides(image: readonly number[], steps: readonly number[]): number[] {
  const [batch = 0, row = 0, column = 0, channel = 0] = stridesOf(image);
  const [strideHeight = 0, strideWidth = 0, dilationHeight = 0, dilationWidth = 0] = steps;
  return [
    batch,
    row * strideHeight,
    column * strideWidth,
    row * dilationHeight,
    column * dilationWidth,
    channel,
  ];
}

export const windowsSum: Rule = ([x], {steps}, [made], at) => {
  if (x === undefined || made === undefined) return undefined;
  const out = at.outputs[0] as number;
  // An image of a single element has a single window of a single element.
  if (sizeOf(made.shape) === 1) return [[Opcode.Copy, out, at.of(x), 0]];
  const outStrides = windowStrides(made.shape, steps as readonly number[]);
  const add = [
    Opcode.AddCopy,
    out,
    at.of(x),
    x.shape.length,
    ...x.shape,
    ...outStrides,
    ...stridesOf(x.shape),
  ];
  return [[Opcode.Fill, out, sizeOf(made.shape), (at.bits ?? bitsOf)(0, 'float32')], add];
};
