/**
 * What a rule for a kernel of whole arrays is given, and gives.
 */
import type {Attributes} from '../../passes/builder.js';
import type {Operand} from '../../program/program.js';
import {storageOf} from './element-wise.js';

/** Where the values of a node stand in memory: byte offsets. */
export interface Places {
  readonly of: (operand: Operand) => number;
  /** Of the outputs, in order. */
  readonly outputs: readonly number[];
  /** The word that stands for a number of that dtype; that of the machine of float32 by default. */
  readonly bits?: (value: number, dtype: string) => number;
}

/** The shape and dtype of what a node makes. */
export interface Made {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** The instructions of a kernel; undefined where the machine cannot run it. */
export type Rule = (
  operands: readonly Operand[],
  attributes: Attributes,
  made: readonly Made[],
  at: Places,
) => readonly number[][] | undefined;

/** The word of a number, as the machine stores the dtype. */
export const bitsOf = (value: number, dtype: string): number =>
  storageOf(dtype) === 'int'
    ? Math.trunc(value)
    : (new Int32Array(Float32Array.of(value).buffer)[0] as number);
