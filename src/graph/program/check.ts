import {internalError} from '../../errors.js';
import type {Node, Operand, Program, Value} from './program.js';
import {contradictionIn, isKnownKernel} from './shapes/table.js';

/**
 * Throws where a program uses a value before it is made, makes one twice, names one that there is not, reads one in a
 * shape of another size, or has a node whose results do not follow from what it holds.
 */
export function checkProgram(program: Program): void {
  const {values, nodes, outputs} = program;
  const isKnown = values.map(({origin}) => origin.kind !== 'node');
  for (const [index, node] of nodes.entries()) {
    const problem = problemOf(node, values, isKnown);
    if (problem !== undefined) throw internalError(`node ${index} (${node.kernel}) ${problem}`);
  }
  for (const [index, operand] of outputs.entries()) {
    const problem = misuseOf(operand, values, isKnown);
    if (problem !== undefined) throw internalError(`output ${index} ${problem}`);
  }
}

/** What is wrong with a node, after the ones before it; from then on what it makes is known. */
function problemOf(node: Node, values: readonly Value[], isKnown: boolean[]): string | undefined {
  for (const [, operand] of node.inputs) {
    const problem = misuseOf(operand, values, isKnown);
    if (problem !== undefined) return problem;
  }
  for (const id of node.outputs) {
    if (id === null) continue;
    if (isKnown[id] === true) return `makes %${id} again`;
    if (values[id]?.id !== id) return `makes %${id}, which is no value`;
    isKnown[id] = true;
  }
  return node.isOpaque === true ? undefined : contradictionIn(node, values);
}

function misuseOf(
  {value, shape}: Operand,
  values: readonly Value[],
  isKnown: readonly boolean[],
): string | undefined {
  if (isKnown[value] !== true) return `uses %${value} before it is made`;
  const stored = (values[value] as Value).shape;
  // A few kernels make shapes with a length that is no number.
  if (stored === shape || Object.is(sizeOf(stored), sizeOf(shape))) return undefined;
  return `reads %${value}, of [${stored.join(',')}], as [${shape.join(',')}]`;
}

/**
 * Marks the nodes of a trace whose results are others than their contents determine, as a few kernels of tfjs make, and
 * those of kernels that are not known: no pass touches them.
 */
export function markOpaqueNodes(program: Program): Program {
  const isOpaque = (node: Node): boolean =>
    !isKnownKernel(node.kernel) || contradictionIn(node, program.values) !== undefined;
  const nodes = program.nodes.map((node) => (isOpaque(node) ? {...node, isOpaque: true} : node));
  return {...program, nodes};
}

function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}
