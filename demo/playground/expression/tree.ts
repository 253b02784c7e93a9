import type {FunctionName, Operator} from './functions.js';

/** An expression as the parser has understood it. */
export type Tree =
  | {readonly kind: 'number'; readonly value: number}
  | {readonly kind: 'variable'; readonly name: 'x' | 'y'}
  | {readonly kind: 'negation'; readonly operand: Tree}
  | {readonly kind: 'operation'; readonly operator: Operator; readonly left: Tree; readonly right: Tree}
  | {readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly Tree[]};
