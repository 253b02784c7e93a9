import {isStateful, type Node, type Operand, type Program, type Value} from '../program/program.js';
import {sizeOf} from './rewrite.js';

/** Beyond this many elements a constant that is larger than its operands is computed anew at every call. */
const LARGEST_GROWN = 1 << 16;

/**
 * Computes what depends on nothing but constants when the program is compiled.
 *
 * @param canCompute True of a node that `compute` can run.
 * @param compute Runs a node on constants, which `indexOf` names; gives the index of the constant that each of its
 *     outputs has become.
 */
export function foldConstants(
  program: Program,
  canCompute: (node: Node) => boolean,
  compute: (node: Node, indexOf: (operand: Operand) => number) => readonly number[],
): Program {
  const values = [...program.values];
  const indexOf = ({value}: Operand): number => {
    const {origin} = values[value] as Value;
    return origin.kind === 'constant' ? origin.index : -1;
  };
  const size = (id: number): number => sizeOf((values[id] as Value).shape);
  const nodes = program.nodes.filter((node) => {
    const made = node.outputs.filter((id) => id !== null);
    const isFixed = node.inputs.every(([, operand]) => indexOf(operand) >= 0);
    const read = node.inputs.reduce((sum, [, {value}]) => sum + size(value), 0);
    const grows = made.some((id) => size(id) > Math.max(read, LARGEST_GROWN));
    if (
      node.isOpaque === true ||
      !isFixed ||
      isStateful(node) ||
      !canCompute(node) ||
      grows ||
      made.length !== node.outputs.length
    )
      return true;
    const indices = compute(node, indexOf);
    made.forEach((id, output) => {
      const origin = {kind: 'constant', index: indices[output] as number} as const;
      values[id] = {...(values[id] as Value), origin};
    });
    return false;
  });
  return {...program, values, nodes};
}
