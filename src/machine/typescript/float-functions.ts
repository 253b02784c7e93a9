/**
 * The element-wise instructions of float32 as functions of numbers: what the kernels of tfjs's cpu backend compute.
 */
import {Opcode} from '../opcodes.js';
import {erf} from './erf.js';
import type {Binary, Ternary, Unary} from './step.js';

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;
/** Below it exp(x) alone is softplus(x), above its negative x alone is. */
const SOFTPLUS_THRESHOLD = Math.log(2 ** -23) + 2;

export const floatUnary = {
  [Opcode.Abs]: Math.abs,
  [Opcode.Acos]: Math.acos,
  [Opcode.Acosh]: Math.acosh,
  [Opcode.Asin]: Math.asin,
  [Opcode.Asinh]: Math.asinh,
  [Opcode.Atan]: Math.atan,
  [Opcode.Atanh]: Math.atanh,
  [Opcode.Ceil]: Math.ceil,
  [Opcode.Cos]: Math.cos,
  [Opcode.Cosh]: Math.cosh,
  [Opcode.Elu]: (x) => (x >= 0 ? x : Math.exp(x) - 1),
  [Opcode.Erf]: erf,
  [Opcode.Exp]: Math.exp,
  [Opcode.Expm1]: Math.expm1,
  [Opcode.Floor]: Math.floor,
  [Opcode.IsFinite]: (x) => (Number.isFinite(x) ? 1 : 0),
  [Opcode.IsInf]: (x) => (Math.abs(x) === Infinity ? 1 : 0),
  [Opcode.IsNan]: (x) => (Number.isNaN(x) ? 1 : 0),
  [Opcode.Log]: Math.log,
  [Opcode.Log1p]: Math.log1p,
  [Opcode.LogicalNot]: (x) => (x ? 0 : 1),
  [Opcode.Neg]: (x) => -x,
  [Opcode.Reciprocal]: (x) => 1 / x,
  [Opcode.Relu]: (x) => Math.max(0, x),
  [Opcode.Relu6]: (x) => Math.min(Math.max(0, x), 6),
  [Opcode.Round]: roundHalfToEven,
  [Opcode.Rsqrt]: (x) => 1 / Math.sqrt(x),
  [Opcode.Selu]: (x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * (Math.exp(x) - 1)),
  [Opcode.Sigmoid]: (x) => 1 / (1 + Math.exp(-x)),
  [Opcode.Sign]: (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
  [Opcode.Sin]: Math.sin,
  [Opcode.Sinh]: Math.sinh,
  [Opcode.Softplus]: softplus,
  [Opcode.Sqrt]: Math.sqrt,
  [Opcode.Square]: (x) => x * x,
  [Opcode.Tan]: Math.tan,
  [Opcode.Tanh]: Math.tanh,
} satisfies Partial<Record<Opcode, Unary>>;

export const floatBinary = {
  [Opcode.Atan2]: Math.atan2,
  [Opcode.EluGrad]: (dy, y) => (y >= 0 ? dy : dy * (y + 1)),
  [Opcode.Equal]: (a, b) => (a === b ? 1 : 0),
  [Opcode.Greater]: (a, b) => (a > b ? 1 : 0),
  [Opcode.GreaterEqual]: (a, b) => (a >= b ? 1 : 0),
  [Opcode.LeakyRelu]: (x, alpha) => (x < 0 ? alpha * x : x),
  [Opcode.Less]: (a, b) => (a < b ? 1 : 0),
  [Opcode.LessEqual]: (a, b) => (a <= b ? 1 : 0),
  [Opcode.LogicalAnd]: (a, b) => (a && b ? 1 : 0),
  [Opcode.LogicalOr]: (a, b) => (a || b ? 1 : 0),
  [Opcode.Maximum]: Math.max,
  [Opcode.Minimum]: Math.min,
  [Opcode.Mod]: modulo,
  [Opcode.NotEqual]: (a, b) => (a !== b ? 1 : 0),
  [Opcode.Pow]: Math.pow,
  [Opcode.Prelu]: (x, alpha) => (x < 0 ? alpha * x : x),
  [Opcode.SquaredDifference]: (a, b) => (a - b) * (a - b),
  [Opcode.Step]: (x, alpha) => (Number.isNaN(x) ? x : x > 0 ? 1 : alpha),
} satisfies Partial<Record<Opcode, Binary>>;

export const floatTernary = {
  [Opcode.Clip]: (x, min, max) => (x > max ? max : x < min ? min : x),
  [Opcode.Select]: (condition, a, b) => (condition === 1 ? a : b),
} satisfies Partial<Record<Opcode, Ternary>>;

/** The remainder with the divisor's sign. */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  return (a < 0 && b < 0) || (a >= 0 && b >= 0) ? remainder : (remainder + b) % b;
}

function roundHalfToEven(x: number): number {
  const base = Math.floor(x);
  if (x - base < 0.5) return base;
  if (x - base > 0.5) return Math.ceil(x);
  return base % 2 === 0 ? base : base + 1;
}

function softplus(x: number): number {
  if (x < SOFTPLUS_THRESHOLD) return Math.exp(x);
  return x > -SOFTPLUS_THRESHOLD ? x : Math.log(1 + Math.exp(x));
}
