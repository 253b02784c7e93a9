import type {Node, Operand, Program, Value} from '../program/program.js';

/** The attributes of a kernel by name. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Builds a program out of another one, with new values and constants. */
export class ProgramBuilder {
  readonly #values: Value[];
  readonly #nodes: Node[] = [];
  /** The values that stand for new constants, by their index. */
  readonly #constants = new Map<number, number>();

  constructor(
    readonly program: Program,
    /** Makes a constant of a single float32 element; gives its index. */
    readonly makeConstant: (element: number) => number,
  ) {
    this.#values = [...program.values];
  }

  value(id: number): Value {
    return this.#values[id] as Value;
  }

  /** Adds a node as it is. */
  add(node: Node): void {
    this.#nodes.push(node);
  }

  /** Adds a node of one output of the given shape and dtype, which is `out` where that is given. */
  emit(
    kernel: string,
    inputs: Readonly<Record<string, Operand>>,
    attributes: Attributes,
    {shape, dtype, out}: {shape: readonly number[]; dtype: string; out?: number | undefined},
  ): Operand {
    const value = out ?? this.#addValue({shape, dtype, origin: {kind: 'node', output: 0}});
    this.#nodes.push({kernel, inputs: Object.entries(inputs), isList: false, attributes, outputs: [value]});
    return {value, shape, dtype};
  }

  /** A constant of a single float32 element. */
  constant(element: number): Operand {
    const index = this.makeConstant(element);
    const value =
      this.#constants.get(index) ??
      this.#addValue({shape: [], dtype: 'float32', origin: {kind: 'constant', index}});
    this.#constants.set(index, value);
    return {value, shape: [], dtype: 'float32'};
  }

  finish(): Program {
    return {...this.program, values: this.#values, nodes: this.#nodes};
  }

  #addValue(value: Omit<Value, 'id'>): number {
    return this.#values.push({id: this.#values.length, ...value}) - 1;
  }
}

/** Puts simpler kernels in the place of one; true where it has done so. */
export type Expansion = (node: Node, out: Value, builder: ProgramBuilder) => boolean;

/** The operand of that name. */
export function inputOf(node: Node, name: string): Operand | undefined {
  return node.inputs.find(([given]) => given === name)?.[1];
}

/** The axes that an attribute names, from 0, in order; all where it names none. */
export function axesOf(attribute: unknown, rank: number): number[] {
  if (attribute === undefined || attribute === null) return [...Array(rank).keys()];
  const axes = [attribute].flat() as number[];
  return axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
}

/** True if an axis is named twice, which backends understand in different ways: it is left to them. */
export function hasTwins(axes: readonly number[]): boolean {
  return new Set(axes).size < axes.length;
}
