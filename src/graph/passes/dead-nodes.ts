import type {Program} from '../program/program.js';

/** Drops the nodes of which nobody uses an output. */
export function removeDeadNodes(program: Program): Program {
  const used = new Set(program.outputs.map(({value}) => value));
  const nodes = [...program.nodes].reverse().filter(({inputs, outputs}) => {
    const isUsed = outputs.some((id) => id !== null && used.has(id));
    if (isUsed) for (const [, {value}] of inputs) used.add(value);
    return isUsed;
  });
  return {...program, nodes: nodes.reverse()};
}
