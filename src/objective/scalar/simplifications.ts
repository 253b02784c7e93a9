/**
 * Simpler expressions in the place of operations: what is left if an operand is neutral, and what compositions are composed
 * of. All are exact, but for the sign of a zero that is added.
 */
import {Opcode} from '../../machine/opcodes.js';

/** What a simplification writes expressions with. */
export interface Writing {
  constant(value: number): number;
  operation(opcode: Opcode, ...operands: readonly number[]): number;
  /** What an expression is the negative of. */
  negated(id: number): number | undefined;
}

/** The expression for an operation; undefined if it is as simple as it can be. `values` holds the numbers that are known. */
type Simplification = (
  symbols: Writing,
  operands: readonly number[],
  values: ReadonlyArray<number | undefined>,
) => number | undefined;

const operand: Simplification = (_, [x]) => x;

const add: Simplification = (symbols, [a = 0, b = 0], [left, right]) => {
  if (left === 0) return b;
  if (right === 0) return a;
  const [minusA, minusB] = [symbols.negated(a), symbols.negated(b)];
  if (minusB !== undefined) return symbols.operation(Opcode.Subtract, a, minusB);
  return minusA === undefined ? undefined : symbols.operation(Opcode.Subtract, b, minusA);
};

const subtract: Simplification = (symbols, [a = 0, b = 0], [, right]) => {
  if (right === 0) return a;
  const minusB = symbols.negated(b);
  return minusB === undefined ? undefined : symbols.operation(Opcode.Add, a, minusB);
};

const multiply: Simplification = (symbols, [a = 0, b = 0], [left, right]) => {
  if (left === 1) return b;
  if (right === 1) return a;
  if (left === -1) return symbols.operation(Opcode.Neg, b);
  return right === -1 ? symbols.operation(Opcode.Neg, a) : undefined;
};

const divide: Simplification = (symbols, [a = 0], [, right]) =>
  right !== undefined && hasExactReciprocal(right)
    ? symbols.operation(Opcode.Multiply, a, symbols.constant(1 / right))
    : undefined;

/** True of powers of two, whose reciprocals lose nothing. */
function hasExactReciprocal(divisor: number): boolean {
  const exponent = Math.log2(Math.abs(divisor));
  return Number.isInteger(exponent) && Math.abs(exponent) <= 1022 && 2 ** exponent === Math.abs(divisor);
}

const square: Simplification = (symbols, [x = 0]) => symbols.operation(Opcode.Multiply, x, x);

/** Small whole powers are products. */
const power: Simplification = (symbols, [base = 0], [, exponent]) => {
  if (exponent === 1) return base;
  if (exponent === -1) return symbols.operation(Opcode.Reciprocal, base);
  if (exponent !== 2 && exponent !== 3) return undefined;
  const squared = symbols.operation(Opcode.Multiply, base, base);
  return exponent === 2 ? squared : symbols.operation(Opcode.Multiply, squared, base);
};

const reciprocal: Simplification = (symbols, [x = 0]) =>
  symbols.operation(Opcode.Divide, symbols.constant(1), x);

export const simplifications: Readonly<Partial<Record<Opcode, Simplification>>> = {
  [Opcode.Add]: add,
  [Opcode.Divide]: divide,
  [Opcode.IntToFloat]: operand,
  [Opcode.Move]: operand,
  [Opcode.Multiply]: multiply,
  [Opcode.Neg]: (symbols, [x = 0]) => symbols.negated(x),
  [Opcode.Pow]: power,
  [Opcode.Reciprocal]: reciprocal,
  [Opcode.Relu]: (symbols, [x = 0]) => symbols.operation(Opcode.Maximum, symbols.constant(0), x),
  [Opcode.Rsqrt]: (symbols, [x = 0]) =>
    symbols.operation(Opcode.Reciprocal, symbols.operation(Opcode.Sqrt, x)),
  [Opcode.Sigmoid]: (symbols, [x = 0]) => {
    const exponential = symbols.operation(Opcode.Exp, symbols.operation(Opcode.Neg, x));
    return symbols.operation(
      Opcode.Reciprocal,
      symbols.operation(Opcode.Add, symbols.constant(1), exponential),
    );
  },
  [Opcode.Square]: square,
  [Opcode.SquaredDifference]: (symbols, [a = 0, b = 0], values) => {
    const difference = symbols.operation(Opcode.Subtract, a, b);
    return square(symbols, [difference], values);
  },
  [Opcode.Subtract]: subtract,
};
