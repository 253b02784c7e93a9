/**
 * The element-wise instructions as functions of float64, each within 2 ulp of the true value. Elements of int32 and bool are
 * float64 too; int32 results wrap modulo 2³², as where tfjs stores them.
 */
import {Opcode} from '../opcodes.js';
import {floatBinary, floatTernary, floatUnary} from '../typescript/float-functions.js';
import type {ElementwiseOpcode} from '../typescript/groups.js';
import {intBinary, intComparisons, intUnary} from '../typescript/int-functions.js';
import {erf} from './erf.js';

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

/** An element-wise function of one to three operands; it ignores those that the instruction has not. */
export type ElementFunction = (a: number, b: number, c: number) => number;

/** What sums up is no function of elements. */
export type DoubleOpcode = Exclude<ElementwiseOpcode, Opcode.SumInto>;

// Not every function ignores what it is not asked for: Math.max takes any number of operands.
const maximum: ElementFunction = (a, b) => Math.max(a, b);
const minimum: ElementFunction = (a, b) => Math.min(a, b);
const itself: ElementFunction = (x) => x;
const toInt32: ElementFunction = (x) => x | 0;
const toBool: ElementFunction = (x) => (x !== 0 ? 1 : 0);

function wrapping<O extends Opcode>(
  functions: Readonly<Record<O, ElementFunction>>,
): Record<O, ElementFunction> {
  const entries = Object.entries<ElementFunction>(functions);
  const wrapped = entries.map(([opcode, f]) => [opcode, (a: number, b: number, c: number) => f(a, b, c) | 0]);
  return Object.fromEntries(wrapped) as Record<O, ElementFunction>;
}

/** log(1 + exp(x)) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

export const doubleFunctions: Readonly<Record<DoubleOpcode, ElementFunction>> = {
  ...floatUnary,
  ...floatBinary,
  ...floatTernary,
  ...wrapping(intUnary),
  ...wrapping(intBinary),
  ...intComparisons,
  // Where float32 hides what cancels near 0, float64 does not.
  [Opcode.Elu]: (x) => (x >= 0 ? x : Math.expm1(x)),
  [Opcode.Selu]: (x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * Math.expm1(x)),
  [Opcode.Erf]: erf,
  [Opcode.Softplus]: softplus,
  [Opcode.Maximum]: maximum,
  [Opcode.Minimum]: minimum,
  [Opcode.IntMaximum]: maximum,
  [Opcode.IntMinimum]: minimum,
  [Opcode.Add]: (a, b) => a + b,
  [Opcode.Divide]: (a, b) => a / b,
  [Opcode.Multiply]: (a, b) => a * b,
  [Opcode.Subtract]: (a, b) => a - b,
  [Opcode.IntSelect]: (condition, a, b) => (condition === 1 ? a : b),
  [Opcode.Move]: itself,
  [Opcode.FloatToBool]: toBool,
  [Opcode.FloatToInt]: toInt32,
  [Opcode.IntToBool]: toBool,
  [Opcode.IntToFloat]: itself,
};

/** The function of an element-wise instruction. */
export function doubleFunction(opcode: Opcode): ElementFunction | undefined {
  return opcode in doubleFunctions ? doubleFunctions[opcode as DoubleOpcode] : undefined;
}
