/**
 * Which nodes make tensors of one number, as far as the program itself tells: nothing is computed, and nothing read.
 */
import type {Node, Operand} from '../program/program.js';

/** The number that every element of an operand is; undefined where that is not known. */
export type UniformOf = (operand: Operand | undefined) => number | undefined;

/** `operand` is what the first operand is throughout, `other` the second. */
type Rule = (node: Node, operand: number | undefined, other: number | undefined) => number | undefined;

/** Kernels that arrange, repeat or leave out the elements of their first operand. */
const rearranging: Rule = (_, operand) => operand;

const filling: Rule = ({attributes}) => {
  const {value, dtype} = attributes as {value?: unknown; dtype?: string};
  return typeof value === 'number' ? convert(value, dtype ?? 'float32') : undefined;
};

/** One times a number is that number on every backend; other products may be rounded differently. */
const multiplying: Rule = (_, a, b) => (a === 1 ? b : b === 1 ? a : undefined);

const rules: Readonly<Record<string, Rule>> = {
  BroadcastTo: rearranging,
  Cast: ({attributes}, operand) =>
    operand === undefined ? undefined : convert(operand, (attributes as {dtype: string}).dtype),
  ExpandDims: rearranging,
  Fill: filling,
  Identity: rearranging,
  Multiply: multiplying,
  OnesLike: () => 1,
  Reshape: rearranging,
  Reverse: rearranging,
  Slice: rearranging,
  Squeeze: rearranging,
  StridedSlice: rearranging,
  Tile: rearranging,
  Transpose: rearranging,
  ZerosLike: () => 0,
};

/** The number that every element of what a node makes is; undefined where the node does not tell. */
export function uniformMadeBy(node: Node, uniformOf: UniformOf): number | undefined {
  const [operand, other] = node.inputs;
  return rules[node.kernel]?.(node, uniformOf(operand?.[1]), uniformOf(other?.[1]));
}

/** What is stored of a number: backends differ on those that an integer cannot hold. */
function convert(value: number, dtype: string): number | undefined {
  if (dtype === 'float32') return Math.fround(value);
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 24) return undefined;
  if (dtype === 'int32') return Math.trunc(value);
  return dtype === 'bool' ? Number(value !== 0) : undefined;
}

/** The number that every one of the elements is. */
export function uniformIn(elements: ArrayLike<number>): number | undefined {
  const first = elements[0];
  for (let index = 1; index < elements.length; index++)
    if (!Object.is(elements[index], first)) return undefined;
  return first;
}
