import type {Node, Operand} from '../program.js';

/** Raised by a rule if a node lacks what determines its results, or contradicts itself. */
export class ContentsError extends Error {
  override readonly name = 'ContentsError';
}

/** What a node holds, read with checks: attributes come from users, and from passes that may be wrong. */
export class Contents {
  readonly #attributes: Readonly<Record<string, unknown>>;

  constructor(readonly node: Pick<Node, 'kernel' | 'inputs' | 'attributes'>) {
    this.#attributes = (node.attributes ?? {}) as Readonly<Record<string, unknown>>;
  }

  /** All operands in order. */
  get operands(): readonly Operand[] {
    return this.node.inputs.map(([, operand]) => operand);
  }

  optional(name: string): Operand | undefined {
    for (const [given, operand] of this.node.inputs) if (given === name) return operand;
    return undefined;
  }

  operand(name: string): Operand {
    return this.optional(name) ?? this.fail(`has no operand ${name}`);
  }

  attribute(name: string): unknown {
    return this.#attributes[name];
  }

  number(name: string, absent?: number): number {
    const value = this.#attributes[name] ?? absent;
    return typeof value === 'number' ? value : this.fail(`has no number ${name}`);
  }

  /** A list of numbers; a single one where a number stands for it. */
  numbers(name: string): readonly number[] {
    const value = this.#attributes[name];
    if (typeof value === 'number') return [value];
    return isNumbers(value) ? Array.from(value) : this.fail(`has no list of numbers ${name}`);
  }

  /** Pairs of numbers, one for each dimension. */
  pairs(name: string): ReadonlyArray<readonly [number, number]> {
    const value = this.#attributes[name];
    const isPair = (item: unknown): item is readonly [number, number] =>
      Array.isArray(item) && item.length === 2 && isNumbers(item);
    return Array.isArray(value) && value.every(isPair) ? value : this.fail(`has no list of pairs ${name}`);
  }

  text(name: string): string {
    const value = this.#attributes[name];
    return typeof value === 'string' ? value : this.fail(`has no text ${name}`);
  }

  flag(name: string): boolean {
    return Boolean(this.#attributes[name]);
  }

  /** The axes that an attribute names, from 0; all of them where it is missing. */
  axes(name: string, rank: number): readonly number[] {
    const value = this.#attributes[name];
    if (value === undefined || value === null) return Array.from({length: rank}, (_, axis) => axis);
    return this.numbers(name).map((axis) => this.axisFrom(axis, rank));
  }

  axis(name: string, rank: number, absent?: number): number {
    return this.axisFrom(this.number(name, absent), rank);
  }

  axisFrom(axis: number, rank: number): number {
    const from = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(from) || from < 0 || from >= rank) this.fail(`names axis ${axis} of ${rank}`);
    return from;
  }

  /** Requires an operand to have this many dimensions. */
  ranked(name: string, rank: number): Operand {
    const operand = this.operand(name);
    if (operand.shape.length !== rank)
      this.fail(`reads ${name} of rank ${operand.shape.length}, not ${rank}`);
    return operand;
  }

  fail(problem: string): never {
    throw new ContentsError(`${this.node.kernel} ${problem}`);
  }
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  if (value instanceof Int32Array || value instanceof Float32Array) return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
