import type {Node, Operand, Program} from '../program/program.js';

/** Kernels that do not do the same at every run. */
const stateful: ReadonlySet<string> = new Set([
  'Multinomial',
  'RandomUniform',
  'RandomStandardNormal',
  'TruncatedNormal',
]);

/** Runs what is computed several times once. */
export function mergeCommonSubexpressions(program: Program): Program {
  const replaced = new Map<number, number>();
  const seen = new Map<string, Node>();
  const redirect = (operand: Operand): Operand => {
    const value = replaced.get(operand.value);
    return value === undefined ? operand : {...operand, value};
  };
  const nodes: Node[] = [];
  for (const original of program.nodes) {
    const node: Node = {
      ...original,
      inputs: original.inputs.map(([name, operand]) => [name, redirect(operand)] as const),
    };
    const key = JSON.stringify([node.kernel, node.inputs, node.attributes]);
    const earlier = stateful.has(node.kernel) ? undefined : seen.get(key);
    if (earlier === undefined) {
      seen.set(key, node);
      nodes.push(node);
      continue;
    }
    node.outputs.forEach((id, index) => {
      const twin = earlier.outputs[index];
      if (id !== null && twin !== null && twin !== undefined) replaced.set(id, twin);
    });
  }
  return {...program, nodes, outputs: program.outputs.map(redirect)};
}
