import type {ProgramBuilder} from '../../passes/builder.js';
import {sizeOf} from '../../passes/rewrite.js';
import type {Node, Operand, Program, Value} from '../../program/program.js';
import {storageOf} from '../lowering/element-wise.js';
import {loweringOf} from '../lowering/lowering.js';

/**
 * Makes what the machine reads what it stores: an operand that is read in another dtype is cast, and one of an
 * element-wise kernel is broadcast, unless it is, or consists of, a single element.
 *
 * @param uniformOf The number that every element of an operand is; undefined where that is not known.
 */
export function makeOperandsExplicit(
  program: Program,
  builder: ProgramBuilder,
  uniformOf: (operand: Operand) => number | undefined,
): Program {
  const explicit = new Explicit(builder, uniformOf);
  for (const node of program.nodes) builder.add(explicit.node(node));
  return builder.finish();
}

class Explicit {
  /** The single elements that arrays consist of. */
  readonly #elements = new Map<number, Operand>();

  constructor(
    readonly builder: ProgramBuilder,
    readonly uniformOf: (operand: Operand) => number | undefined,
  ) {}

  node(node: Node): Node {
    const lowering = loweringOf(node, this.builder.program.values);
    if (lowering === undefined) return node;
    const out = this.builder.value(node.outputs[0] as number);
    const read = (operand: Operand): Operand => {
      const stored = this.#cast(operand);
      return lowering.kind === 'element-wise' ? this.#broadcast(stored, out) : stored;
    };
    const inputs = node.inputs.map(([name, operand]) => [name, read(operand)] as const);
    const [first] = inputs;
    if (node.kernel === 'Fill' && out.dtype === 'float32')
      this.#elements.set(out.id, this.builder.constant((node.attributes as {value: number}).value));
    if (['BroadcastTo', 'Tile'].includes(node.kernel) && first !== undefined && isSingle(first[1]))
      this.#elements.set(out.id, first[1]);
    return {...node, inputs};
  }

  #cast(operand: Operand): Operand {
    const {dtype} = this.builder.value(operand.value);
    if (storageOf(dtype) === storageOf(operand.dtype)) return operand;
    const x = {...operand, dtype};
    return this.builder.emit('Cast', {x}, {dtype: operand.dtype}, operand);
  }

  #broadcast(operand: Operand, {shape}: Value): Operand {
    if (isSingle(operand)) return operand;
    const element = this.#elements.get(operand.value);
    if (element !== undefined && element.dtype === operand.dtype) return element;
    const uniform = operand.dtype === 'float32' ? this.uniformOf(operand) : undefined;
    if (uniform !== undefined) return this.builder.constant(uniform);
    if (sizeOf(operand.shape) === sizeOf(shape)) return operand;
    return this.builder.emit('BroadcastTo', {x: operand}, {shape}, {shape, dtype: operand.dtype});
  }
}

function isSingle({shape}: Operand): boolean {
  return sizeOf(shape) === 1;
}
