/**
 * Convolutions and poolings of images as products of matrices and reductions: each place of the filter's window becomes a
 * row of the elements in it.
 */
import {backend_util} from '@tensorflow/tfjs-core';

import {inputOf, type Attributes, type Expansion, type ProgramBuilder} from '../../passes/builder.js';
import {sizeOf} from '../../passes/rewrite.js';
import type {Node, Operand, Value} from '../../program/program.js';

type Info = backend_util.Conv2DInfo;

/** Windows of more elements are left to the backend's kernel, which needs less memory. */
const MOST_ELEMENTS = 1 << 25;

type Pair = [number, number] | number;
type Shape4D = [number, number, number, number];

function convolutionOf(
  x: readonly number[],
  filter: readonly number[],
  attributes: Attributes,
): Info | undefined {
  const {strides, pad, dilations, dimRoundingMode, dataFormat} = attributes;
  if (dataFormat !== undefined && dataFormat !== 'NHWC') return undefined;
  return affordable(
    backend_util.computeConv2DInfo(
      x as Shape4D,
      filter as Shape4D,
      strides as Pair,
      (dilations ?? 1) as Pair,
      pad as number,
      dimRoundingMode as 'floor',
    ),
  );
}

function poolingOf(x: readonly number[], attributes: Attributes): Info | undefined {
  const {filterSize, strides, pad, dimRoundingMode} = attributes;
  return affordable(
    backend_util.computePool2DInfo(
      x as Shape4D,
      filterSize as Pair,
      strides as Pair,
      1,
      pad as number,
      dimRoundingMode as 'floor',
    ),
  );
}

/** Not where a filter fits nowhere, where windows would need too much memory, or where padding by a negative number crops the image. */
function affordable(info: Info): Info | undefined {
  const crops = Object.values(bordersOf(info)).some((border) => border < 0);
  const isEmpty = windowShape(info).some((length) => length <= 0);
  return crops || isEmpty || sizeOf(windowShape(info)) > MOST_ELEMENTS ? undefined : info;
}

/** Windows: batch, their row and column, the row and column within them, channel. */
function windowShape(info: Info): readonly number[] {
  const {batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels} = info;
  return [batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels];
}

/** What surrounds an image: the padding, and what the last windows reach beyond it where their number is rounded up. */
function bordersOf(info: Info): {top: number; bottom: number; left: number; right: number} {
  const {top, bottom, left, right} = info.padInfo;
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return {
    top,
    bottom: Math.max(bottom, height - top - info.inHeight),
    left,
    right: Math.max(right, width - left - info.inWidth),
  };
}

function borderedShape(info: Info): number[] {
  const {top, bottom, left, right} = bordersOf(info);
  return [info.batchSize, info.inHeight + top + bottom, info.inWidth + left + right, info.inChannels];
}

function windowsOf(x: Operand, info: Info, border: number, builder: ProgramBuilder): Operand {
  const {top, bottom, left, right} = bordersOf(info);
  const dtype = 'float32';
  const paddings = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const bordered =
    top + bottom + left + right > 0
      ? builder.emit('PadV2', {x}, {paddings, constantValue: border}, {shape: borderedShape(info), dtype})
      : x;
  return builder.emit('Windows', {x: bordered}, placesOf(info), {shape: windowShape(info), dtype});
}

/** How windows lie in the image: how many there are down and across, of which lengths, and the steps between and within them. */
function placesOf(info: Info): Attributes {
  const {outHeight, outWidth, filterHeight, filterWidth} = info;
  const {strideHeight, strideWidth, dilationHeight, dilationWidth} = info;
  return {
    counts: [outHeight, outWidth],
    filter: [filterHeight, filterWidth],
    steps: [strideHeight, strideWidth, dilationHeight, dilationWidth],
  };
}

/** The sum of what windows hold for each element of the image that they were taken of. */
function sumOfWindows(windows: Operand, info: Info, out: Value, builder: ProgramBuilder): void {
  const {top, left} = info.padInfo;
  const shape = borderedShape(info);
  const isPadded = sizeOf(shape) !== sizeOf(out.shape);
  const x = {...windows, shape: windowShape(info)};
  const sum = builder.emit(
    'WindowsSum',
    {x},
    {...placesOf(info), shape},
    {
      shape,
      dtype: 'float32',
      out: isPadded ? undefined : out.id,
    },
  );
  if (!isPadded) return;
  const attributes = {begin: [0, top, left, 0], size: out.shape};
  builder.emit('Slice', {x: sum}, attributes, {...out, out: out.id});
}

/** A product of matrices, whatever the shapes of the operands. */
function product(
  builder: ProgramBuilder,
  [a, b]: readonly [Operand, Operand],
  [m, k, n]: readonly [number, number, number],
  transposed: readonly [a: boolean, b: boolean],
  out: Value | undefined,
): Operand {
  const made = out === undefined ? {shape: [m, n], dtype: 'float32'} : {...out, out: out.id};
  const attributes = {m, k, n, transposeA: transposed[0], transposeB: transposed[1], shape: made.shape};
  return builder.emit('MatrixProduct', {a, b}, attributes, made);
}

/** The lengths of the product of windows with a filter: places, elements of a window, channels. */
function lengthsOf(info: Info): readonly [number, number, number] {
  const {batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels} = info;
  return [batchSize * outHeight * outWidth, filterHeight * filterWidth * inChannels, outChannels];
}

function operands<Name extends string>(
  node: Node,
  ...names: readonly Name[]
): Record<Name, Operand> | undefined {
  const found = names.map((name) => [name, inputOf(node, name)] as const);
  const usable = found.every(([, operand]) => operand?.dtype === 'float32' && operand.shape.length === 4);
  return usable ? (Object.fromEntries(found) as Record<Name, Operand>) : undefined;
}

const conv2D: Expansion = (node, out, builder) => {
  const given = operands(node, 'x', 'filter');
  const info = given && convolutionOf(given.x.shape, given.filter.shape, node.attributes as Attributes);
  if (given === undefined || info === undefined) return false;
  const windows = windowsOf(given.x, info, 0, builder);
  product(builder, [windows, given.filter], lengthsOf(info), [false, false], out);
  return true;
};

const conv2DBackpropFilter: Expansion = (node, out, builder) => {
  const given = operands(node, 'x', 'dy');
  const attributes = node.attributes as Attributes;
  const info = given && convolutionOf(given.x.shape, attributes['filterShape'] as number[], attributes);
  if (given === undefined || info === undefined) return false;
  const [places, elements, channels] = lengthsOf(info);
  const windows = windowsOf(given.x, info, 0, builder);
  product(builder, [windows, given.dy], [elements, places, channels], [true, false], out);
  return true;
};

const conv2DBackpropInput: Expansion = (node, out, builder) => {
  const given = operands(node, 'dy', 'filter');
  const attributes = node.attributes as Attributes;
  const info = given && convolutionOf(attributes['inputShape'] as number[], given.filter.shape, attributes);
  if (given === undefined || info === undefined) return false;
  const [places, elements, channels] = lengthsOf(info);
  const windows = product(
    builder,
    [given.dy, given.filter],
    [places, channels, elements],
    [false, true],
    undefined,
  );
  sumOfWindows(windows, info, out, builder);
  return true;
};

const maxPool: Expansion = (node, out, builder) => {
  const given = operands(node, 'x');
  const info = given && poolingOf(given.x.shape, node.attributes as Attributes);
  if (given === undefined || info === undefined) return false;
  const windows = windowsOf(given.x, info, -Infinity, builder);
  const attributes = {reductionIndices: [1], shape: out.shape};
  builder.emit('Max', {x: flat(windows, info)}, attributes, {...out, out: out.id});
  return true;
};

/** To the first of the largest elements of each window. */
const maxPoolGrad: Expansion = (node, out, builder) => {
  const given = operands(node, 'dy', 'input');
  const info = given && poolingOf(given.input.shape, node.attributes as Attributes);
  if (given === undefined || info === undefined) return false;
  const windows = flat(windowsOf(given.input, info, -Infinity, builder), info);
  const [places, elements, channels] = windows.shape as [number, number, number];
  const single = [places, 1, channels];
  const indices = {shape: [places, channels], dtype: 'int32'};
  const largest = builder.emit('ArgMax', {x: windows}, {axis: 1}, indices);
  const range = {start: 0, stop: elements, step: 1, dtype: 'int32'};
  const positions = builder.emit('Range', {}, range, {shape: [elements], dtype: 'int32'});
  const isLargest = builder.emit(
    'Equal',
    {a: {...positions, shape: [elements, 1]}, b: {...largest, shape: single}},
    {},
    {shape: windows.shape, dtype: 'bool'},
  );
  const chosen = builder.emit(
    'Select',
    {condition: isLargest, t: {...given.dy, shape: single}, e: builder.constant(0)},
    {},
    {shape: windows.shape, dtype: 'float32'},
  );
  sumOfWindows(chosen, info, out, builder);
  return true;
};

/** Windows with their rows and columns in one dimension. */
function flat(windows: Operand, info: Info): Operand {
  const {batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels} = info;
  return {
    ...windows,
    shape: [batchSize * outHeight * outWidth, filterHeight * filterWidth, inChannels],
  };
}

/** Expansions of the kernels of images. */
export const convolutions: Readonly<Record<string, Expansion>> = {
  Conv2D: conv2D,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  Conv2DBackpropInput: conv2DBackpropInput,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
};
