import {isStateful, serialize, type Node, type Program} from '../program/program.js';
import {rewriteNodes} from './rewrite.js';

/** Runs what is computed several times once. */
export function mergeCommonSubexpressions(program: Program): Program {
  const seen = new Map<string, Node>();
  return rewriteNodes(program, (node, redirection) => {
    if (isStateful(node)) return node;
    const key = serialize([node.kernel, node.inputs, node.attributes]);
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
