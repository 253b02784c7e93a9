import type {Node, Operand, Program, Value} from '../program/program.js';
import {rewriteNodes, sizeOf} from './rewrite.js';
import {uniformMadeBy, type UniformOf} from './uniformity.js';

/** What is known when a node is simplified. */
interface Known {
  readonly uniform: UniformOf;
  /** The node that makes an operand. */
  readonly maker: (operand: Operand | undefined) => Node | undefined;
}

/** The operand that a node gives unchanged; undefined where it gives something else. */
type Rule = (operands: readonly Operand[], known: Known, node: Node) => Operand | undefined;

const neutral =
  (element: number, isCommutative: boolean): Rule =>
  ([a, b], {uniform}) => {
    const isNeutral = isElement(element, uniform(b), b);
    const isOtherNeutral = isCommutative && isElement(element, uniform(a), a);
    // Of two that are both, the one that the other is broadcast to.
    if (isNeutral && isOtherNeutral) return sizeOf(a?.shape ?? []) < sizeOf(b?.shape ?? []) ? b : a;
    return isNeutral ? a : isOtherNeutral ? b : undefined;
  };

/** Of integers there is a single zero. */
function isElement(element: number, found: number | undefined, operand: Operand | undefined): boolean {
  return operand?.dtype === 'int32' ? found === element : Object.is(found, element);
}

/** A kernel that gives its operand where the result has as many elements as it, in the same order. */
const whereSizeIsKept: Rule = ([x]) => x;

const selfInverse: Rule = ([x], {maker}) => {
  const made = maker(x);
  const isTwice = made !== undefined && x?.value === made.outputs[0];
  return isTwice ? made.inputs[0]?.[1] : undefined;
};

/** One rule for each kernel. What comes out is tried for its size and dtype besides. */
const rules: Readonly<Record<string, Rule>> = {
  // The sum of -0 and 0 is 0.
  Add: neutral(-0, true),
  Cast: whereSizeIsKept,
  ExpandDims: whereSizeIsKept,
  Identity: whereSizeIsKept,
  Multiply: neutral(1, true),
  Neg: (operands, known, node) =>
    known.maker(operands[0])?.kernel === 'Neg' ? selfInverse(operands, known, node) : undefined,
  Pow: neutral(1, false),
  RealDiv: neutral(1, false),
  Reshape: whereSizeIsKept,
  Slice: whereSizeIsKept,
  Sub: neutral(0, false),
  Sum: whereSizeIsKept,
  Tile: whereSizeIsKept,
};

/**
 * Drops what changes nothing: x·1, x+0, x/1, casts and slices to the same, sums over single elements.
 *
 * @param uniformOf The number that every element of the constant with this index is; undefined where there is none.
 * @param sharesViews True where memory may be read in any shape of as many elements. On a GPU it may not, and a slice of the
 *     whole clears what kernels leave beyond its edges: there it stays.
 */
export function simplify(
  program: Program,
  uniformOf: (constant: number) => number | undefined,
  sharesViews: boolean,
): Program {
  const values = program.values;
  const makers = new Map<number, Node>();
  const uniforms = new Map<number, number>();
  const known: Known = {
    uniform: (operand) => {
      const origin = operand && values[operand.value]?.origin;
      if (origin?.kind === 'constant') return uniformOf(origin.index);
      return operand && uniforms.get(operand.value);
    },
    maker: (operand) => operand && makers.get(operand.value),
  };
  return rewriteNodes(program, (original, redirection) => {
    if (original.isOpaque === true) return original;
    const node = withoutOperand(original, values);
    const [out] = node.outputs;
    if (out === null || out === undefined || node.outputs.length > 1) return node;
    const operands = node.inputs.map(([, operand]) => operand);
    const rule = !sharesViews && node.kernel === 'Slice' ? undefined : rules[node.kernel];
    const same = rule?.(operands, known, node);
    if (same !== undefined && isSame(values[out] as Value, same, values, sharesViews)) {
      redirection.replace(out, same.value);
      return undefined;
    }
    makers.set(out, node);
    const uniform = uniformMadeBy(node, known.uniform);
    if (uniform !== undefined) uniforms.set(out, uniform);
    return node;
  });
}

/** What looks at the shape of its operand alone does not depend on it. */
function withoutOperand(node: Node, values: readonly Value[]): Node {
  const value = {OnesLike: 1, ZerosLike: 0}[node.kernel];
  const made = values[node.outputs[0] ?? -1];
  if (value === undefined || made?.dtype !== 'float32') return node;
  return {...node, kernel: 'Fill', inputs: [], attributes: {shape: made.shape, value, dtype: made.dtype}};
}

function isSame(made: Value, operand: Operand, values: readonly Value[], sharesViews: boolean): boolean {
  const {shape} = values[operand.value] as Value;
  return (
    made.dtype === operand.dtype &&
    (String(made.shape) === String(shape) || (sharesViews && sizeOf(made.shape) === sizeOf(shape)))
  );
}
