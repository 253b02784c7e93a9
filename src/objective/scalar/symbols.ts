/**
 * Expressions of single numbers: each is written down once, and constants are computed as they are met.
 */
import {doubleFunction} from '../../machine/doubles/functions.js';
import {Opcode} from '../../machine/opcodes.js';
import {simplifications} from './simplifications.js';

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
    const simpler = simplifications[opcode]?.(this, operands, values);
    if (simpler !== undefined) return simpler;
    const ordered = commutative.has(opcode) ? [...operands].sort((one, other) => one - other) : operands;
    return this.#intern(`${opcode} ${ordered.join()}`, {kind: 'operation', opcode, operands: ordered});
  }

  /** What an expression is the negative of. */
  negated(id: number): number | undefined {
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
