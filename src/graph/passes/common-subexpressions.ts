import {isStateful, serialize, type Node, type Program} from '../program/program.js';
import {rewriteNodes} from './rewrite.js';

/** Runs what is computed several times once: the same kernel on the same operands, which makes the same results. */
export function mergeCommonSubexpressions(program: Program): Program {
  const seen = new Map<string, Node>();
  const results = (node: Node): unknown =>
    node.outputs.map((id) => id !== null && [program.values[id]?.shape, program.values[id]?.dtype]);
  return rewriteNodes(program, (node, redirection) => {
    if (isStateful(node) || node.isOpaque === true) return node;
    const key = serialize([node.kernel, node.inputs, node.attributes, results(node)]);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, node);
      return node;
    }
    node.outputs.forEach((id, index) => {
      const twin = earlier.outputs[index];
      if (id !== null && twin !== null && twin !== undefined) redirection.replace(id, twin);
    });
    return undefined;
  });
}
