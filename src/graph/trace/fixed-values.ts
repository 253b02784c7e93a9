/**
 * Which values of a trace are the same at every call, so that `f` may read them: what it captured, and what follows from
 * that alone.
 */
import {isStateful, type Node} from '../program/program.js';

/** Kernels whose results depend on the shapes of their operands alone, which the signature fixes. */
const dependsOnShapes: ReadonlySet<string> = new Set(['OnesLike', 'ZerosLike']);

export class FixedValues {
  readonly #ids = new Set<number>();

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  addConstant(id: number): void {
    this.#ids.add(id);
  }

  /** Takes note of what a node makes. */
  addNode(node: Node): void {
    if (!this.#isFixed(node)) return;
    for (const id of node.outputs) if (id !== null) this.#ids.add(id);
  }

  #isFixed(node: Node): boolean {
    if (isStateful(node)) return false;
    return dependsOnShapes.has(node.kernel) || node.inputs.every(([, {value}]) => this.#ids.has(value));
  }
}
