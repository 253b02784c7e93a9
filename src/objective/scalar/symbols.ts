/**
 * Expressions of single numbers: each is written down once, and constants are computed as they are met.
 */
import {doubleFunction} from '../../machine/doubles/functions.js';
import {Opcode} from '../../machine/opcodes.js';

/** An expression: a number, what the call brings, or an operation on earlier expressions. */
export type Expression =
  | {readonly kind: 'constant'; readonly value: number}
  | {readonly kind: 'given'; readonly index: number}
  | {readonly kind: 'operation'; readonly opcode: Opcode; readonly operands: readonly number[]};

/** Expressions are named by their index; operands come before what uses them. */
export class Symbols {
  readonly expressions: Expression[] = [];
  /** How many of them are operations. */
  operations = 0;
  readonly #known = new Map<string, number>();

  constant(value: number): number {
    return this.#intern(Object.is(value, -0) ? 'c-0' : `c${value}`, {kind: 'constant', value});
  }

  given(index: number): number {
    return this.#intern(`g${index}`, {kind: 'given', index});
  }

  /** The number that an expression is; undefined for one that changes. */
  valueOf(id: number): number | undefined {
    const expression = this.expressions[id];
    return expression?.kind === 'constant' ? expression.value : undefined;
  }

  operation(opcode: Opcode, ...operands: readonly number[]): number {
    const values = operands.map((id) => this.valueOf(id));
    if (values.every((value) => value !== undefined)) {
      const [a = 0, b = 0, c = 0] = values;
      const f = doubleFunction(opcode);
      if (f !== undefined) return this.constant(f(a, b, c));
    }
    const simpler = this.#simplify(opcode, operands, values);
    if (simpler !== undefined) return simpler;
    const ordered = commutative.has(opcode) ? [...operands].sort((one, other) => one - other) : operands;
    return this.#intern(`${opcode} ${ordered.join()}`, {kind: 'operation', opcode, operands: ordered});
  }

  /** What is left where an operand is neutral, and compositions as what they are composed of. */
  #simplify(
    opcode: Opcode,
    [a = 0, b = 0]: readonly number[],
    [left, right]: ReadonlyArray<number | undefined>,
  ): number | undefined {
    switch (opcode) {
      case Opcode.Move:
      case Opcode.IntToFloat:
        return a;
      case Opcode.Multiply:
        if (left === 1) return b;
        if (right === 1) return a;
        if (left === -1) return this.operation(Opcode.Neg, b);
        if (right === -1) return this.operation(Opcode.Neg, a);
        return undefined;
      case Opcode.Add:
        if (left === 0) return b;
        if (right === 0) return a;
        if (this.#negated(b) !== undefined)
          return this.operation(Opcode.Subtract, a, this.#negated(b) as number);
        if (this.#negated(a) !== undefined)
          return this.operation(Opcode.Subtract, b, this.#negated(a) as number);
        return undefined;
      case Opcode.Subtract:
        if (right === 0) return a;
        return this.#negated(b) === undefined
          ? undefined
          : this.operation(Opcode.Add, a, this.#negated(b) as number);
      case Opcode.Divide:
        return right !== undefined && hasExactReciprocal(right)
          ? this.operation(Opcode.Multiply, a, this.constant(1 / right))
          : undefined;
      case Opcode.Neg:
        return this.#negated(a);
      case Opcode.Pow:
        return this.#power(a, right);
      default:
        return this.#compose(opcode, a, b);
    }
  }

  #compose(opcode: Opcode, a: number, b: number): number | undefined {
    switch (opcode) {
      case Opcode.Square:
        return this.operation(Opcode.Multiply, a, a);
      case Opcode.SquaredDifference: {
        const difference = this.operation(Opcode.Subtract, a, b);
        return this.operation(Opcode.Multiply, difference, difference);
      }
      case Opcode.Reciprocal:
        return this.operation(Opcode.Divide, this.constant(1), a);
      case Opcode.Rsqrt:
        return this.operation(Opcode.Reciprocal, this.operation(Opcode.Sqrt, a));
      case Opcode.Sigmoid: {
        const exponential = this.operation(Opcode.Exp, this.operation(Opcode.Neg, a));
        return this.operation(Opcode.Reciprocal, this.operation(Opcode.Add, this.constant(1), exponential));
      }
      case Opcode.Relu:
        return this.operation(Opcode.Maximum, this.constant(0), a);
      default:
        return undefined;
    }
  }

  /** Small whole powers are products. */
  #power(base: number, exponent: number | undefined): number | undefined {
    if (exponent === 1) return base;
    if (exponent === -1) return this.operation(Opcode.Reciprocal, base);
    const square = (): number => this.operation(Opcode.Multiply, base, base);
    if (exponent === 2) return square();
    return exponent === 3 ? this.operation(Opcode.Multiply, square(), base) : undefined;
  }

  /** What an expression is the negative of. */
  #negated(id: number): number | undefined {
    const expression = this.expressions[id];
    return expression?.kind === 'operation' && expression.opcode === Opcode.Neg
      ? expression.operands[0]
      : undefined;
  }

  #intern(key: string, expression: Expression): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.expressions.push(expression) - 1;
    this.#known.set(key, id);
    if (expression.kind === 'operation') this.operations++;
    return id;
  }
}

const commutative: ReadonlySet<Opcode> = new Set([Opcode.Add, Opcode.Multiply]);

/** True of powers of two, whose reciprocals lose nothing. */
function hasExactReciprocal(divisor: number): boolean {
  const exponent = Math.log2(Math.abs(divisor));
  return Number.isInteger(exponent) && Math.abs(exponent) <= 1022 && 2 ** exponent === Math.abs(divisor);
}
