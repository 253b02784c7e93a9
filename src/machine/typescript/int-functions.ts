/**
 * The element-wise instructions of int32 as functions of numbers, computed in double precision as by tfjs; what stores them
 * keeps them modulo 2³².
 */
import {Opcode} from '../opcodes.js';
import {modulo} from './float-functions.js';
import type {Binary, Unary} from './step.js';

export const intUnary = {
  [Opcode.IntAbs]: Math.abs,
  [Opcode.IntNeg]: (x) => -x,
  [Opcode.IntSign]: Math.sign,
  [Opcode.IntSquare]: (x) => x * x,
  [Opcode.IntRelu]: (x) => Math.max(0, x),
} satisfies Partial<Record<Opcode, Unary>>;

export const intBinary = {
  [Opcode.IntAdd]: (a, b) => a + b,
  [Opcode.IntSubtract]: (a, b) => a - b,
  [Opcode.IntMultiply]: (a, b) => a * b,
  [Opcode.IntDivide]: (a, b) => a / b,
  [Opcode.IntFloorDiv]: (a, b) => Math.floor(a / b),
  [Opcode.IntMod]: modulo,
  [Opcode.IntPow]: Math.pow,
  [Opcode.IntMaximum]: Math.max,
  [Opcode.IntMinimum]: Math.min,
  [Opcode.IntSquaredDifference]: (a, b) => (a - b) * (a - b),
  [Opcode.IntBitwiseAnd]: (a, b) => a & b,
} satisfies Partial<Record<Opcode, Binary>>;

export const intComparisons = {
  [Opcode.IntEqual]: (a, b) => (a === b ? 1 : 0),
  [Opcode.IntNotEqual]: (a, b) => (a !== b ? 1 : 0),
  [Opcode.IntGreater]: (a, b) => (a > b ? 1 : 0),
  [Opcode.IntGreaterEqual]: (a, b) => (a >= b ? 1 : 0),
  [Opcode.IntLess]: (a, b) => (a < b ? 1 : 0),
  [Opcode.IntLessEqual]: (a, b) => (a <= b ? 1 : 0),
} satisfies Partial<Record<Opcode, Binary>>;
