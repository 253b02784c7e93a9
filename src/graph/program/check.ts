import {internalError} from '../../errors.js';
import type {Node, Operand, Program, Value} from './program.js';
import {contradictionIn, isKnownKernel} from './shapes/table.js';

/**
 * Throws where a program uses a value before it is made, makes one twice, names one that there is not, reads one in a
 * shape of another size, or has a node whose results do not follow from what it holds.
 */
export function checkProgram({values, nodes, outputs}: Program): void {
  const known = new Set(values.filter(({origin}) => origin.kind !== 'node').map(({id}) => id));
  const use = ({value, shape}: Operand, where: string): void => {
    if (!known.has(value)) throw internalError(`${where} uses %${value} before it is made`);
    const stored = (values[value] as Value).shape;
    if (stored !== shape && !Object.is(sizeOf(stored), sizeOf(shape)))
      throw internalError(`${where} reads %${value}, of [${stored.join(',')}], as [${shape.join(',')}]`);
  };
  nodes.forEach((node, index) => {
    const {kernel, inputs, outputs: made} = node;
    const where = `node ${index} (${kernel})`;
    for (const [, operand] of inputs) use(operand, where);
    for (const id of made) {
      if (id === null) continue;
      if (known.has(id)) throw internalError(`${where} makes %${id} again`);
      if (values[id]?.id !== id) throw internalError(`${where} makes %${id}, which is no value`);
      known.add(id);
    }
    const contradiction = node.isOpaque === true ? undefined : contradictionIn(node, values);
    if (contradiction !== undefined) throw internalError(`${where} ${contradiction}`);
  });
  outputs.forEach((operand, index) => use(operand, `output ${index}`));
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
  return shape.reduce((product, length) => product * length, 1);
}
