/**
 * Kernels of whole arrays as instructions of the machine.
 */
import {axesOf, inputOf, type Attributes} from '../../../passes/builder.js';
import {sizeOf} from '../../../passes/rewrite.js';
import type {Node, Operand} from '../../../program/program.js';
import {Opcode, Reduction} from '../machine/opcodes.js';
import {storageOf} from './element-wise.js';

/** Where the values of a node stand in memory: byte offsets. */
export interface Places {
  readonly of: (operand: Operand) => number;
  /** Of the outputs, in order. */
  readonly outputs: readonly number[];
}

/** The shape and dtype of what a node makes. */
export interface Made {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** The instructions of a kernel; undefined where the machine cannot run it. */
type Rule = (
  operands: readonly Operand[],
  attributes: Attributes,
  made: readonly Made[],
  at: Places,
) => readonly number[][] | undefined;

/** The strides of an array that stands contiguously, in bytes. */
export function stridesOf(shape: readonly number[]): number[] {
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

const reduce =
  (axes: string, float: Reduction, int?: Reduction): Rule =>
  ([x], attributes, [made], at) => {
    if (x === undefined || made === undefined) return undefined;
    const reduction = x.dtype === 'int32' ? int : float;
    const isSumOfBool = x.dtype === 'bool' && made.dtype === 'int32' && !axes.startsWith('arg ');
    const named = axesOf(attributes[axes.replace('arg ', '')], x.shape.length);
    const reduced = axes.startsWith('arg ') ? named.slice(0, 1) : named;
    const [first = 0] = reduced;
    if (reduction === undefined || isSumOfBool || reduced.some((axis, index) => axis !== first + index))
      return undefined;
    const outer = sizeOf(x.shape.slice(0, first));
    const length = sizeOf(reduced.map((axis) => x.shape[axis] as number));
    const inner = sizeOf(x.shape.slice(first + reduced.length));
    return [[Opcode.Reduce, reduction, at.outputs[0] as number, at.of(x), outer, length, inner]];
  };

const matrixProduct: Rule = ([a, b], {transposeA, transposeB}, [made], at) => {
  if (a?.dtype !== 'float32' || b?.dtype !== 'float32' || made === undefined) return undefined;
  const [batchA, batchB] = [a, b].map(({shape}) => sizeOf(shape.slice(0, -2))) as [number, number];
  const batch = sizeOf(made.shape.slice(0, -2));
  if (![1, batch].includes(batchA) || ![1, batch].includes(batchB)) return undefined;
  const [m, n] = made.shape.slice(-2) as [number, number];
  const k = a.shape.at(transposeA === true ? -2 : -1) as number;
  const strides = [batchA === 1 ? 0 : m * k * 4, batchB === 1 ? 0 : k * n * 4];
  const flags = [transposeA, transposeB].map((flag) => (flag === true ? 1 : 0));
  const places = [at.outputs[0] as number, at.of(a), at.of(b)];
  return [[Opcode.MatrixProduct, ...places, batch, m, k, n, ...strides, ...flags]];
};

/** A product of two matrices whose lengths are given, in whatever shapes they are written. */
const plainProduct: Rule = ([a, b], {m, k, n, transposeA, transposeB}, _, at) => {
  if (a === undefined || b === undefined) return undefined;
  const places = [at.outputs[0] as number, at.of(a), at.of(b)];
  const lengths = [1, m, k, n] as number[];
  const flags = [transposeA, transposeB].map((flag) => (flag === true ? 1 : 0));
  return [[Opcode.MatrixProduct, ...places, ...lengths, 0, 0, ...flags]];
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

const windowsSum: Rule = ([x], {steps}, [made], at) => {
  if (x === undefined || made === undefined) return undefined;
  const out = at.outputs[0] as number;
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
  return [[Opcode.Fill, out, sizeOf(made.shape), 0], add];
};

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

const transpose = moved((shape, {perm}) => {
  const strides = stridesOf(shape);
  return {start: 0, strides: (perm as readonly number[]).map((axis) => strides[axis] as number)};
});

const broadcastTo = moved((shape, _, made) => {
  const strides = stridesOf(shape);
  const missing = made.shape.length - shape.length;
  return {
    start: 0,
    strides: made.shape.map((_length, axis) =>
      axis < missing || shape[axis - missing] === 1 ? 0 : (strides[axis - missing] as number),
    ),
  };
});

const slice = moved((shape, {begin}, made) => {
  const strides = stridesOf(shape);
  const given = [begin].flat() as number[];
  if (made.shape.length !== shape.length || given.some((first) => first < 0)) return undefined;
  const start = given.reduce((sum, first, axis) => sum + first * (strides[axis] as number), 0);
  return {start, strides};
});

const reverse = moved((shape, {dims}) => {
  const strides = stridesOf(shape);
  const reversed = axesOf(dims, shape.length);
  const start = reversed.reduce(
    (sum, axis) => sum + ((shape[axis] as number) - 1) * (strides[axis] as number),
    0,
  );
  return {start, strides: strides.map((stride, axis) => (reversed.includes(axis) ? -stride : stride))};
});

/** Each dimension as a repeated one, and the elements of one repetition. */
const tile: Rule = ([x], {reps}, [made], at) => {
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

const windows = moved((shape, {steps}) => ({
  start: 0,
  strides: windowStrides(shape, steps as readonly number[]),
}));

const bitsOf = (value: number, dtype: string): number =>
  storageOf(dtype) === 'int'
    ? Math.trunc(value)
    : (new Int32Array(Float32Array.of(value).buffer)[0] as number);

const fill: Rule = (_, {value}, [made], at) =>
  made === undefined || typeof value !== 'number'
    ? undefined
    : [[Opcode.Fill, at.outputs[0] as number, sizeOf(made.shape), bitsOf(value, made.dtype)]];

const pad: Rule = ([x], {paddings, constantValue}, [made], at) => {
  if (x === undefined || made === undefined || x.shape.length > LARGEST_RANK) return undefined;
  const out = at.outputs[0] as number;
  const outStrides = stridesOf(made.shape);
  const start = (paddings as ReadonlyArray<readonly number[]>).reduce(
    (sum, [before = 0], axis) => sum + before * (outStrides[axis] as number),
    0,
  );
  return [
    [Opcode.Fill, out, sizeOf(made.shape), bitsOf(constantValue as number, made.dtype)],
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

const concat: Rule = (operands, {axis}, [made], at) => {
  if (made === undefined || made.shape.length > LARGEST_RANK) return undefined;
  const [along = 0] = axesOf(axis ?? 0, made.shape.length);
  const full = operands.filter(({shape}) => sizeOf(shape) > 0);
  return joined(full, along, made.shape, at);
};

const pack: Rule = (operands, {axis}, [made], at) => {
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
const split: Rule = ([x], {axis}, made, at) => {
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

const gather: Rule = ([x, indices], {axis, batchDims}, [made], at) => {
  if (x === undefined || indices?.dtype !== 'int32' || made === undefined || (batchDims ?? 0) !== 0)
    return undefined;
  const [along = 0] = axesOf(axis ?? 0, x.shape.length);
  const [outer, inner] = [sizeOf(x.shape.slice(0, along)), sizeOf(x.shape.slice(along + 1))];
  const length = x.shape[along] as number;
  const places = [at.outputs[0] as number, at.of(x), at.of(indices)];
  return [[Opcode.Gather, ...places, outer, length, inner, sizeOf(indices.shape)]];
};

const segmentSum: Rule = ([x, ids], {numSegments}, [made], at) => {
  if (x?.dtype !== 'float32' || ids?.dtype !== 'int32' || ids.shape.length !== 1 || made === undefined)
    return undefined;
  const count = sizeOf(ids.shape);
  const places = [at.outputs[0] as number, at.of(x), at.of(ids)];
  return [[Opcode.SegmentSum, ...places, count, sizeOf(x.shape) / count, numSegments as number]];
};

interface Entry {
  /** The names of the inputs in order; undefined where they are a list. */
  readonly inputs: readonly string[] | undefined;
  readonly rule: Rule;
}

const ofX = (rule: Rule): Entry => ({inputs: ['x'], rule});

const table: Readonly<Record<string, Entry>> = {
  All: ofX(reduce('axis', Reduction.Min)),
  Any: ofX(reduce('axis', Reduction.Max)),
  ArgMax: ofX(reduce('arg axis', Reduction.ArgMax, Reduction.IntArgMax)),
  ArgMin: ofX(reduce('arg axis', Reduction.ArgMin, Reduction.IntArgMin)),
  BatchMatMul: {inputs: ['a', 'b'], rule: matrixProduct},
  BroadcastTo: ofX(broadcastTo),
  Concat: {inputs: undefined, rule: concat},
  Fill: {inputs: [], rule: fill},
  GatherV2: {inputs: ['x', 'indices'], rule: gather},
  MatrixProduct: {inputs: ['a', 'b'], rule: plainProduct},
  Max: ofX(reduce('reductionIndices', Reduction.Max, Reduction.IntMax)),
  Min: ofX(reduce('axis', Reduction.Min, Reduction.IntMin)),
  Pack: {inputs: undefined, rule: pack},
  PadV2: ofX(pad),
  Prod: ofX(reduce('axis', Reduction.Prod, Reduction.IntProd)),
  Reverse: {inputs: ['x'], rule: reverse},
  Slice: ofX(slice),
  SplitV: ofX(split),
  Sum: ofX(reduce('axis', Reduction.Sum, Reduction.IntSum)),
  Tile: ofX(tile),
  Transpose: ofX(transpose),
  Unpack: {inputs: ['value'], rule: split},
  Windows: ofX(windows),
  WindowsSum: ofX(windowsSum),
  UnsortedSegmentSum: {inputs: ['x', 'segmentIds'], rule: segmentSum},
};

/** The operands and the instructions of a kernel of whole arrays; undefined where the machine cannot run it. */
export function whole(
  node: Node,
  made: readonly Made[],
  at: Places,
): {readonly operands: readonly Operand[]; readonly instructions: readonly number[][]} | undefined {
  const entry = table[node.kernel];
  if (entry === undefined || (entry.inputs === undefined) !== node.isList) return undefined;
  const operands =
    entry.inputs?.flatMap((name) => inputOf(node, name) ?? []) ?? node.inputs.map(([, operand]) => operand);
  if (entry.inputs !== undefined && operands.length !== entry.inputs.length) return undefined;
  const instructions = entry.rule(operands, (node.attributes ?? {}) as Attributes, made, at);
  return instructions && {operands, instructions};
}
