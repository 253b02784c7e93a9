/**
 * Kernels of whole arrays as instructions of the machine.
 */
import {axesOf, inputOf, type Attributes} from '../../passes/builder.js';
import {sizeOf} from '../../passes/rewrite.js';
import type {Node, Operand} from '../../program/program.js';
import {Opcode, Reduction} from '../../../machine/opcodes.js';
import {
  broadcastTo,
  concat,
  pack,
  pad,
  reverse,
  slice,
  split,
  tile,
  transpose,
  windows,
  windowsSum,
} from './copies.js';
import {bitsOf, type Made, type Places, type Rule} from './rule.js';

/** A reduction along the axes that an attribute names; of bools none that gives integers. */
const reduce =
  (attribute: string, float: Reduction, int?: Reduction): Rule =>
  ([x], attributes, [made], at) => {
    if (x === undefined || (x.dtype === 'bool' && made?.dtype === 'int32')) return undefined;
    const axes = axesOf(attributes[attribute], x.shape.length);
    return alongNeighbours(x, axes, x.dtype === 'int32' ? int : float, at);
  };

/** The index of an extreme along the first of the axes that are named. */
const reduceToIndex =
  (float: Reduction, int: Reduction): Rule =>
  ([x], attributes, _, at) => {
    if (x === undefined) return undefined;
    const axes = axesOf(attributes['axis'], x.shape.length);
    if (axes.length !== 1) return undefined;
    return alongNeighbours(x, axes, x.dtype === 'int32' ? int : float, at);
  };

function alongNeighbours(
  x: Operand,
  axes: readonly number[],
  reduction: Reduction | undefined,
  at: Places,
): number[][] | undefined {
  const [first = 0] = axes;
  if (reduction === undefined || axes.some((axis, index) => axis !== first + index)) return undefined;
  const outer = sizeOf(x.shape.slice(0, first));
  const length = sizeOf(axes.map((axis) => x.shape[axis] as number));
  const inner = sizeOf(x.shape.slice(first + axes.length));
  return [[Opcode.Reduce, reduction, at.outputs[0] as number, at.of(x), outer, length, inner]];
}

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

const fill: Rule = (_, {value}, [made], at) =>
  made === undefined || typeof value !== 'number'
    ? undefined
    : [[Opcode.Fill, at.outputs[0] as number, sizeOf(made.shape), (at.bits ?? bitsOf)(value, made.dtype)]];

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
  ArgMax: ofX(reduceToIndex(Reduction.ArgMax, Reduction.IntArgMax)),
  ArgMin: ofX(reduceToIndex(Reduction.ArgMin, Reduction.IntArgMin)),
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
  Reverse: ofX(reverse),
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
