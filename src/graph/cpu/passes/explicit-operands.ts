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
    const stored = node.inputs.map(([, operand]) => this.#cast(operand));
    const read = lowering.kind === 'element-wise' ? this.#broadcast(stored, out) : stored;
    const inputs = node.inputs.map(([name], index) => [name, read[index] as Operand] as const);
    const [first] = inputs;
    if (node.kernel === 'Fill' && out.dtype === 'float32')
      this.#elements.set(out.id, this.builder.constant((node.attributes as {value: number}).value));
    if (['BroadcastTo', 'Tile'].includes(node.kernel) && first !== undefined && isSingle(first[1]))
      this.#elements.set(out.id, first[1]);
    const isChanged = inputs.some(([, operand], index) => operand !== node.inputs[index]?.[1]);
    return isChanged ? {...node, inputs} : node;
  }

  #cast(operand: Operand): Operand {
    const {dtype} = this.builder.value(operand.value);
    if (storageOf(dtype) === storageOf(operand.dtype)) return operand;
    const x = {...operand, dtype};
    return this.builder.emit('Cast', {x}, {dtype: operand.dtype}, operand);
  }

  /** Single elements for arrays that consist of one, but for one array at least: the shape of the result follows from it. */
  #broadcast(operands: readonly Operand[], out: Value): readonly Operand[] {
    const elements = operands.map((operand) => this.#elementOf(operand));
    const first = operands.findIndex((operand) => !isSingle(operand));
    const areAllSingle = elements.every((element, index) => element ?? isSingle(operands[index] as Operand));
    if (areAllSingle && first >= 0) elements[first] = undefined;
    const isReplaced = elements.some((element) => element !== undefined);
    return operands.map((operand, index) => {
      if (isSingle(operand)) return operand;
      const array = elements[index] ?? this.#stretch(operand, out);
      return isReplaced && !isSingle(array) ? {...array, shape: out.shape} : array;
    });
  }

  /** The element that an array consists of; undefined if that is not known, and for what is a single element. */
  #elementOf(operand: Operand): Operand | undefined {
    if (isSingle(operand)) return undefined;
    const element = this.#elements.get(operand.value);
    if (element !== undefined && element.dtype === operand.dtype) return {...element, shape: []};
    const uniform = operand.dtype === 'float32' ? this.uniformOf(operand) : undefined;
    return uniform === undefined ? undefined : this.builder.constant(uniform);
  }

  #stretch(operand: Operand, {shape}: Value): Operand {
    if (sizeOf(operand.shape) === sizeOf(shape)) return operand;
    return this.builder.emit('BroadcastTo', {x: operand}, {shape}, {shape, dtype: operand.dtype});
  }
}

function isSingle({shape}: Operand): boolean {
  return sizeOf(shape) === 1;
}
