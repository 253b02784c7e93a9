/**
 * What each element-wise instruction computes: as the kernels of tfjs's cpu backend, in double precision.
 */
import {type Opcode} from '../../src/machine/opcodes.js';

/** What an operand holds: any float32, a bool, any int32, or int32 whose powers are exact. */
export type Kind = 'float' | 'bool' | 'int' | 'base' | 'exponent';

export interface ElementWise {
  readonly operands: readonly Kind[];
  readonly result: 'float' | 'int';
  /** The results that are right; the second, if there is one, is what tfjs's formula loses of it. */
  readonly of: readonly ((...operands: number[]) => number)[];
  /** How many float32 numbers the result may be off. */
  readonly ulps: number;
}

type Fn = (...operands: number[]) => number;
type Name = Exclude<
  keyof typeof Opcode,
  | 'Loop'
  | 'SumStart'
  | 'SumStore'
  | 'Reduce'
  | 'MatrixProduct'
  | 'Copy'
  | 'AddCopy'
  | 'Fill'
  | 'Gather'
  | 'SegmentSum'
  | 'SumInto'
>;

const floats = (count: number): Kind[] => Array.from({length: count}, () => 'float');
const exact = (of: Fn): ElementWise => ({operands: floats(of.length), result: 'float', of: [of], ulps: 0});
const near = (...of: Fn[]): ElementWise => ({...exact(of[0] ?? Number), of, ulps: 2});
const bools = (of: Fn): ElementWise => ({...exact(of), operands: floats(of.length).map(() => 'bool')});
const ints = (of: Fn, result: 'float' | 'int' = 'int'): ElementWise => ({
  ...exact(of),
  operands: floats(of.length).map(() => 'int'),
  result,
});
const compareInts = (of: Fn): ElementWise => ints(of, 'float');

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;
const SOFTPLUS_THRESHOLD = Math.log(2 ** -23) + 2;

const mod = (a: number, b: number): number =>
  (a < 0 && b < 0) || (a >= 0 && b >= 0) ? a % b : ((a % b) + b) % b;
const leaky = (x: number, alpha: number): number => (x < 0 ? alpha * x : x);
const difference = (a: number, b: number): number => (a - b) * (a - b);

export const elementWise: Readonly<Record<Name, ElementWise>> = {
  Abs: exact((x) => Math.abs(x)),
  Acos: near((x) => Math.acos(x)),
  Acosh: near((x) => Math.acosh(x)),
  Asin: near((x) => Math.asin(x)),
  Asinh: near((x) => Math.asinh(x)),
  Atan: near((x) => Math.atan(x)),
  Atanh: near((x) => Math.atanh(x)),
  Ceil: exact((x) => Math.ceil(x)),
  Cos: near((x) => Math.cos(x)),
  Cosh: near((x) => Math.cosh(x)),
  Elu: near(
    (x) => (x >= 0 ? x : Math.expm1(x)),
    (x) => (x >= 0 ? x : Math.exp(x) - 1),
  ),
  Erf: near((x) => erf(x)),
  Exp: near((x) => Math.exp(x)),
  Expm1: near((x) => Math.expm1(x)),
  Floor: exact((x) => Math.floor(x)),
  IsFinite: exact((x) => Number(Number.isFinite(x))),
  IsInf: exact((x) => Number(Math.abs(x) === Infinity)),
  IsNan: exact((x) => Number(Number.isNaN(x))),
  Log: near((x) => Math.log(x)),
  Log1p: near((x) => Math.log1p(x)),
  LogicalNot: bools((x) => Number(!x)),
  Move: exact((x) => x),
  Neg: exact((x) => -1 * x),
  Reciprocal: exact((x) => 1 / x),
  Relu: exact((x) => Math.max(0, x)),
  Relu6: exact((x) => Math.min(Math.max(0, x), 6)),
  Round: exact((x) => roundToEven(x)),
  Rsqrt: near((x) => 1 / Math.sqrt(x)),
  Selu: near(
    (x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * Math.expm1(x)),
    (x) => (x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * (Math.exp(x) - 1)),
  ),
  Sigmoid: near((x) => 1 / (1 + Math.exp(-x))),
  Sign: exact((x) => (x < 0 ? -1 : Number(x > 0))),
  Sin: near((x) => Math.sin(x)),
  Sinh: near((x) => Math.sinh(x)),
  Softplus: near((x) => softplus(x)),
  Sqrt: exact((x) => Math.sqrt(x)),
  Square: exact((x) => x * x),
  Tan: near((x) => Math.tan(x)),
  Tanh: near((x) => Math.tanh(x)),

  Add: exact((a, b) => a + b),
  Atan2: near((a, b) => Math.atan2(a, b)),
  Divide: exact((a, b) => a / b),
  EluGrad: near((dy, y) => (y >= 0 ? dy : dy * (y + 1))),
  Equal: exact((a, b) => Number(a === b)),
  Greater: exact((a, b) => Number(a > b)),
  GreaterEqual: exact((a, b) => Number(a >= b)),
  LeakyRelu: exact((x, alpha) => leaky(x, alpha)),
  Less: exact((a, b) => Number(a < b)),
  LessEqual: exact((a, b) => Number(a <= b)),
  LogicalAnd: bools((a, b) => a && b),
  LogicalOr: bools((a, b) => a || b),
  Maximum: exact((a, b) => Math.max(a, b)),
  Minimum: exact((a, b) => Math.min(a, b)),
  Mod: exact((a, b) => mod(a, b)),
  Multiply: exact((a, b) => a * b),
  NotEqual: exact((a, b) => Number(a !== b)),
  Pow: near((a, b) => Math.pow(a, b)),
  Prelu: exact((x, alpha) => leaky(x, alpha)),
  SquaredDifference: near((a, b) => difference(a, b)),
  Step: exact((x, alpha) => (Number.isNaN(x) ? x : x > 0 ? 1 : alpha)),
  Subtract: exact((a, b) => a - b),

  Clip: exact((x, least, greatest) => (x > greatest ? greatest : x < least ? least : x)),
  Select: {...exact((condition, a, b) => (condition === 1 ? a : b)), operands: ['bool', 'float', 'float']},

  FloatToBool: exact((x) => Number(x !== 0)),
  FloatToInt: {...exact((x) => x), result: 'int'},
  IntToBool: compareInts((x) => Number(x !== 0)),
  IntToFloat: compareInts((x) => x),

  IntAbs: ints((x) => Math.abs(x)),
  IntNeg: ints((x) => -1 * x),
  IntSign: ints((x) => Math.sign(x)),
  IntSquare: ints((x) => x * x),
  IntRelu: ints((x) => Math.max(0, x)),
  IntAdd: ints((a, b) => a + b),
  IntSubtract: ints((a, b) => a - b),
  IntMultiply: ints((a, b) => a * b),
  IntDivide: ints((a, b) => a / b),
  IntFloorDiv: ints((a, b) => Math.floor(a / b)),
  IntMod: ints((a, b) => mod(a, b)),
  IntPow: {...ints((a, b) => Math.pow(a, b)), operands: ['base', 'exponent']},
  IntMaximum: ints((a, b) => Math.max(a, b)),
  IntMinimum: ints((a, b) => Math.min(a, b)),
  IntSquaredDifference: ints((a, b) => difference(a, b)),
  IntBitwiseAnd: ints((a, b) => a & b),
  IntEqual: compareInts((a, b) => Number(a === b)),
  IntNotEqual: compareInts((a, b) => Number(a !== b)),
  IntGreater: compareInts((a, b) => Number(a > b)),
  IntGreaterEqual: compareInts((a, b) => Number(a >= b)),
  IntLess: compareInts((a, b) => Number(a < b)),
  IntLessEqual: compareInts((a, b) => Number(a <= b)),
  IntSelect: {...ints((condition, a, b) => (condition === 1 ? a : b)), operands: ['bool', 'int', 'int']},
};

function roundToEven(x: number): number {
  const base = Math.floor(x);
  if (x - base < 0.5) return Math.floor(x);
  if (x - base > 0.5) return Math.ceil(x);
  return base % 2 === 0 ? base : base + 1;
}

function softplus(x: number): number {
  if (x < SOFTPLUS_THRESHOLD) return Math.exp(x);
  return x > -SOFTPLUS_THRESHOLD ? x : Math.log(1 + Math.exp(x));
}

/** By its Maclaurin series; from 4 on 1 is the nearest float32. tfjs's own formula is off by as much as 1.5e-7. */
function erf(x: number): number {
  if (Math.abs(x) >= 4) return Math.sign(x);
  let sum = 0;
  let power = x;
  for (let n = 0; n < 100; n++) {
    sum += power / (2 * n + 1);
    power *= -(x * x) / (n + 1);
  }
  // The series of -0 begins with 0 - 0.
  return x === 0 ? x : (2 / Math.sqrt(Math.PI)) * sum;
}
