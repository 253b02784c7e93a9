import type {Node, Operand, Program} from '../program/program.js';

/** Values that are read in the place of others, while a pass goes through the nodes in order. */
export class Redirection {
  readonly #replaced = new Map<number, number>();

  /** From now on `other` is read in the place of `value`. */
  replace(value: number, other: number): void {
    this.#replaced.set(value, other);
  }

  readonly operand = (operand: Operand): Operand => {
    const value = this.#replaced.get(operand.value);
    return value === undefined ? operand : {...operand, value};
  };

  /** The same node if none of its operands is replaced: what is known of it stays known. */
  readonly node = (node: Node): Node => {
    if (node.inputs.every(([, {value}]) => !this.#replaced.has(value))) return node;
    const inputs = node.inputs.map(([name, operand]) => [name, this.operand(operand)] as const);
    return {...node, inputs};
  };
}

/** The program with each node mapped, to itself or to undefined where it is left out, its operands redirected before. */
export function rewriteNodes(
  program: Program,
  map: (node: Node, redirection: Redirection) => Node | undefined,
): Program {
  const redirection = new Redirection();
  const nodes = program.nodes.flatMap((node) => map(redirection.node(node), redirection) ?? []);
  return {...program, nodes, outputs: program.outputs.map(redirection.operand)};
}

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
