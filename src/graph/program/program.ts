/**
 * The representation of what a graph function does: kernels in the order in which they run, in single-assignment form.
 * It imports no TensorFlow.js.
 */
/** Where a value comes from: what the call brings, what `f` captured, or a kernel. */
export type Origin =
  | {readonly kind: 'input'; readonly index: number}
  | {readonly kind: 'variable'; readonly index: number}
  | {readonly kind: 'constant'; readonly index: number}
  | {readonly kind: 'node'; readonly output: number};

export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly origin: Origin;
}

/** A use of a value, in the shape and dtype in which it is read: several may share one memory. */
export interface Operand {
  readonly value: number;
  readonly shape: readonly number[];
  readonly dtype: string;
}

export interface Node {
  readonly kernel: string;
  readonly inputs: ReadonlyArray<readonly [name: string, operand: Operand]>;
  /** True where the kernel takes its inputs as a list. */
  readonly isList: boolean;
  readonly attributes: unknown;
  /** The values that it makes; null for one that has the memory of an operand. */
  readonly outputs: ReadonlyArray<number | null>;
  /**
   * True if nothing but its kernel tells what it makes: the kernel is somebody else's, or makes other results than its rule
   * says. Such a node is run as it was traced, and no pass looks into it.
   */
  readonly isOpaque?: boolean;
}

export interface Program {
  readonly values: readonly Value[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Operand[];
}

/** Kernels that do not do the same at every run. */
const stateful: ReadonlySet<string> = new Set([
  'Multinomial',
  'RandomUniform',
  'RandomUniformInt',
  'RandomStandardNormal',
  'TruncatedNormal',
]);

export function isStateful({kernel}: Node): boolean {
  return stateful.has(kernel);
}

/** Attributes, or whatever a node holds, as text that tells apart what JSON does not: infinities, NaN, -0. */
export function serialize(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && (!Number.isFinite(member) || Object.is(member, -0))
      ? `number ${Object.is(member, -0) ? '-0' : member}`
      : member,
  );
}

/** The program as text, one node a line, with the constants that are read. */
export function printProgram({values, nodes, outputs}: Program): string {
  const show = ({value, shape, dtype}: Operand): string => `%${value}:${dtype}[${shape.join(',')}]`;
  const read = new Set([
    ...nodes.flatMap(({inputs}) => inputs.map(([, {value}]) => value)),
    ...outputs.map(({value}) => value),
  ]);
  const given = values
    .filter(({id, origin}) => origin.kind !== 'node' && (origin.kind !== 'constant' || read.has(id)))
    .map(({id, shape, dtype, origin}) => `${show({value: id, shape, dtype})} = ${origin.kind}`);
  const lines = nodes.map(({kernel, inputs, attributes, outputs: made, isOpaque}) => {
    const operands = inputs.map(([name, operand]) => `${name}=${show(operand)}`).join(', ');
    const attribute = attributes === undefined ? '' : ` ${serialize(attributes)}`;
    return `${made.map((id) => (id === null ? '_' : `%${id}`)).join(', ')} = ${kernel}(${operands})${attribute}${isOpaque === true ? ' opaque' : ''}`;
  });
  return [...given, ...lines, `return ${outputs.map(show).join(', ')}`].join('\n');
}
