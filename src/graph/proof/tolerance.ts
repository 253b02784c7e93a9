/**
 * By how much a compiled program may differ from the tape, by rounding alone.
 *
 * A float32 result is off by at most 2⁻²⁴ of itself for each rounding that it went through. The machine and the backend's
 * kernels round in different places: transcendental functions to the last digit or the one before it, sums in another
 * order, and in float32 or wider. Independent roundings add up as the root of their number, which for a sum is that of its
 * terms; so two results differ by about 2⁻²³ · √(roundings), relative to themselves, unless something cancels. The tolerance
 * is eight times that. What exceeds it by cancellation is measured (`spread.ts`) before anything is blamed.
 */
import {axesOf, inputOf, type Attributes} from '../passes/builder.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Node, Operand, Program} from '../program/program.js';

/** The distance from 1 to the next float32. */
export const EPSILON = 2 ** -23;

/** The least positive float32 of full precision: below it GPUs round to 0. */
export const SMALLEST_NORMAL = 2 ** -126;

/** How many times what is expected of rounding is put down to rounding. */
export const MARGIN = 8;

const sizeOfInput = (node: Node, name: string): number => sizeOf(inputOf(node, name)?.shape ?? []);
const lengthOf = (node: Node, name: string, axis: number): number => {
  const shape = inputOf(node, name)?.shape ?? [];
  return shape[axis < 0 ? axis + shape.length : axis] ?? 1;
};
const alongAxes =
  (attribute: string) =>
  (node: Node): number => {
    const {shape} = inputOf(node, 'x') as Operand;
    const axes = axesOf((node.attributes as Attributes)[attribute], shape.length);
    return sizeOf(axes.map((axis) => shape[axis] ?? 1));
  };
const ofProduct = (node: Node): number =>
  lengthOf(node, 'a', (node.attributes as Attributes)['transposeA'] === true ? -2 : -1);
const ofWindow = (node: Node): number =>
  sizeOf([(node.attributes as {filterSize: number | number[]}).filterSize].flat()) ** 2;

/** How many terms each element of a result sums (or multiplies) up, of the kernels that the machine computes in its own way. */
const terms: Readonly<Record<string, (node: Node) => number>> = {
  AddN: (node) => node.inputs.length,
  BatchMatMul: ofProduct,
  Conv2D: (node) => sizeOfInput(node, 'filter') / lengthOf(node, 'filter', 3),
  Conv2DBackpropFilter: (node) => sizeOfInput(node, 'dy') / lengthOf(node, 'dy', 3),
  Conv2DBackpropInput: (node) => sizeOfInput(node, 'filter') / lengthOf(node, 'filter', 2),
  MaxPoolGrad: ofWindow,
  Mean: alongAxes('axis'),
  Prod: alongAxes('axis'),
  Softmax: (node) => lengthOf(node, 'logits', -1),
  Sum: alongAxes('axis'),
  UnsortedSegmentSum: (node) => sizeOfInput(node, 'segmentIds'),
  _FusedMatMul: ofProduct,
};

/** How many terms an element of what a node makes consists of: 1 unless it is a sum or a product. */
export function termsOf(node: Node): number {
  return Math.max(1, terms[node.kernel]?.(node) ?? 1);
}

/** Kernels that choose, move or count: they round nothing. */
const exact: ReadonlySet<string> = new Set([
  ...[
    'Abs',
    'All',
    'Any',
    'ArgMax',
    'ArgMin',
    'BroadcastTo',
    'Cast',
    'Ceil',
    'ClipByValue',
    'Complex',
    'Concat',
  ],
  ...[
    'Equal',
    'ExpandDims',
    'Fill',
    'Floor',
    'GatherNd',
    'GatherV2',
    'Greater',
    'GreaterEqual',
    'Identity',
    'Imag',
  ],
  ...[
    'IsFinite',
    'IsInf',
    'IsNan',
    'Less',
    'LessEqual',
    'LogicalAnd',
    'LogicalNot',
    'LogicalOr',
    'Max',
    'MaxPool',
  ],
  ...[
    'Maximum',
    'Min',
    'Minimum',
    'MirrorPad',
    'Neg',
    'NotEqual',
    'OneHot',
    'OnesLike',
    'Pack',
    'PadV2',
    'Range',
  ],
  ...['Real', 'Relu', 'Relu6', 'Reshape', 'Reverse', 'Round', 'Select', 'Sign', 'Slice', 'SplitV', 'Step'],
  ...['StridedSlice', 'Tile', 'Transpose', 'Unpack', 'ZerosLike'],
]);

export function isExact({kernel}: Node): boolean {
  return exact.has(kernel);
}

/** How far apart two ways of running a program may be, relative to what they compute. */
export function toleranceOf({nodes}: Program): number {
  const roundings = nodes.reduce((sum, node) => sum + (isExact(node) ? 0 : termsOf(node)), 1);
  return MARGIN * EPSILON * Math.sqrt(roundings);
}
