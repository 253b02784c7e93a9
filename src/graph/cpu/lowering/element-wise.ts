/**
 * Element-wise kernels as instructions of the machine.
 */
import {inputOf, type Attributes} from '../../passes/builder.js';
import type {Node, Operand} from '../../program/program.js';
import {Opcode} from '../../../machine/opcodes.js';

/** What an element-wise kernel becomes. */
export interface ElementWise {
  readonly opcode: Opcode;
  /** What it reads, in the order of the instruction's operands. */
  readonly operands: readonly Operand[];
  /** Numbers that follow the operands, from the attributes of the kernel. */
  readonly literals: readonly number[];
}

/** How the machine stores a dtype; undefined for what it does not. */
export type Storage = 'float' | 'int';

export function storageOf(dtype: string): Storage | undefined {
  return ({float32: 'float', bool: 'float', int32: 'int'} as const)[dtype];
}

const ofBools: ReadonlySet<Opcode> = new Set([
  Opcode.Equal,
  Opcode.Greater,
  Opcode.GreaterEqual,
  Opcode.Less,
  Opcode.LessEqual,
  Opcode.LogicalAnd,
  Opcode.LogicalNot,
  Opcode.LogicalOr,
  Opcode.NotEqual,
]);

type Rule = (
  operands: readonly Operand[],
  attributes: Attributes,
) => Omit<ElementWise, 'operands'> | undefined;

interface Entry {
  /** The names of the inputs, in the order of the instruction's operands. */
  readonly inputs: readonly string[];
  readonly rule: Rule;
}

/** By how all the operands are stored. Bools are compared and combined alone: what tfjs makes of others is their bytes'. */
const byStorage = (opcodes: Readonly<Partial<Record<Storage, Opcode>>>): Rule => {
  return (operands) => {
    const [storage, ...others] = new Set(operands.map(({dtype}) => storageOf(dtype)));
    const opcode = storage === undefined || others.length > 0 ? undefined : opcodes[storage];
    const computes = opcode !== undefined && !ofBools.has(opcode);
    if (computes && operands.some(({dtype}) => dtype === 'bool')) return undefined;
    return opcode === undefined ? undefined : {opcode, literals: []};
  };
};

const unary = (float: Opcode, int?: Opcode): Entry => ({
  inputs: ['x'],
  rule: byStorage(int === undefined ? {float} : {float, int}),
});

const binary = (float: Opcode, int?: Opcode): Entry => ({
  inputs: ['a', 'b'],
  rule: byStorage(int === undefined ? {float} : {float, int}),
});

/** A kernel of float32 with attributes that are operands of the instruction. */
const withLiterals = (opcode: Opcode, ...names: readonly string[]): Entry => ({
  inputs: ['x'],
  rule: ([x], attributes) =>
    x?.dtype === 'float32' ? {opcode, literals: names.map((name) => attributes[name] as number)} : undefined,
});

const casts: Readonly<Record<string, Opcode>> = {
  'bool bool': Opcode.Move,
  'bool float32': Opcode.Move,
  'bool int32': Opcode.FloatToInt,
  'float32 bool': Opcode.FloatToBool,
  'float32 float32': Opcode.Move,
  'float32 int32': Opcode.FloatToInt,
  'int32 bool': Opcode.IntToBool,
  'int32 float32': Opcode.IntToFloat,
  'int32 int32': Opcode.Move,
};

const cast: Entry = {
  inputs: ['x'],
  rule: ([x], {dtype}) => {
    const opcode = casts[`${x?.dtype} ${String(dtype)}`];
    return opcode === undefined ? undefined : {opcode, literals: []};
  },
};

/** Of arrays of one size: the backend's kernel takes whole rows by a condition of rank 1. */
const select: Entry = {
  inputs: ['condition', 't', 'e'],
  rule: ([condition, t, e]) => {
    if (condition === undefined || t === undefined || e === undefined || condition.dtype !== 'bool')
      return undefined;
    const isFlat = condition.shape.length !== 1 || t.shape.length <= 1;
    const opcode = {float: Opcode.Select, int: Opcode.IntSelect}[storageOf(t.dtype) ?? 'float'];
    return isFlat && storageOf(t.dtype) !== undefined && t.dtype === e.dtype
      ? {opcode, literals: []}
      : undefined;
  },
};

const table: Readonly<Record<string, Entry>> = {
  Abs: unary(Opcode.Abs, Opcode.IntAbs),
  Acos: unary(Opcode.Acos),
  Acosh: unary(Opcode.Acosh),
  Add: binary(Opcode.Add, Opcode.IntAdd),
  Asin: unary(Opcode.Asin),
  Asinh: unary(Opcode.Asinh),
  Atan: unary(Opcode.Atan),
  Atan2: binary(Opcode.Atan2),
  Atanh: unary(Opcode.Atanh),
  BitwiseAnd: {inputs: ['a', 'b'], rule: byStorage({int: Opcode.IntBitwiseAnd})},
  Cast: cast,
  Ceil: unary(Opcode.Ceil),
  ClipByValue: withLiterals(Opcode.Clip, 'clipValueMin', 'clipValueMax'),
  Cos: unary(Opcode.Cos),
  Cosh: unary(Opcode.Cosh),
  Elu: unary(Opcode.Elu),
  EluGrad: {inputs: ['dy', 'y'], rule: byStorage({float: Opcode.EluGrad})},
  Equal: binary(Opcode.Equal, Opcode.IntEqual),
  Erf: unary(Opcode.Erf),
  Exp: unary(Opcode.Exp),
  Expm1: unary(Opcode.Expm1),
  Floor: unary(Opcode.Floor),
  FloorDiv: {inputs: ['a', 'b'], rule: byStorage({int: Opcode.IntFloorDiv})},
  Greater: binary(Opcode.Greater, Opcode.IntGreater),
  GreaterEqual: binary(Opcode.GreaterEqual, Opcode.IntGreaterEqual),
  IsFinite: unary(Opcode.IsFinite),
  IsInf: unary(Opcode.IsInf),
  IsNan: unary(Opcode.IsNan),
  LeakyRelu: withLiterals(Opcode.LeakyRelu, 'alpha'),
  Less: binary(Opcode.Less, Opcode.IntLess),
  LessEqual: binary(Opcode.LessEqual, Opcode.IntLessEqual),
  Log: unary(Opcode.Log),
  Log1p: unary(Opcode.Log1p),
  LogicalAnd: binary(Opcode.LogicalAnd),
  LogicalNot: unary(Opcode.LogicalNot),
  LogicalOr: binary(Opcode.LogicalOr),
  Maximum: binary(Opcode.Maximum, Opcode.IntMaximum),
  Minimum: binary(Opcode.Minimum, Opcode.IntMinimum),
  Mod: binary(Opcode.Mod, Opcode.IntMod),
  Multiply: binary(Opcode.Multiply, Opcode.IntMultiply),
  Neg: unary(Opcode.Neg, Opcode.IntNeg),
  NotEqual: binary(Opcode.NotEqual, Opcode.IntNotEqual),
  Pow: binary(Opcode.Pow, Opcode.IntPow),
  Prelu: {inputs: ['x', 'alpha'], rule: byStorage({float: Opcode.Prelu})},
  RealDiv: binary(Opcode.Divide, Opcode.IntDivide),
  Reciprocal: unary(Opcode.Reciprocal),
  Relu: unary(Opcode.Relu, Opcode.IntRelu),
  Relu6: unary(Opcode.Relu6),
  Round: unary(Opcode.Round),
  Rsqrt: unary(Opcode.Rsqrt),
  Select: select,
  Selu: unary(Opcode.Selu),
  Sigmoid: unary(Opcode.Sigmoid),
  Sign: unary(Opcode.Sign, Opcode.IntSign),
  Sin: unary(Opcode.Sin),
  Sinh: unary(Opcode.Sinh),
  Softplus: unary(Opcode.Softplus),
  Sqrt: unary(Opcode.Sqrt),
  Square: unary(Opcode.Square, Opcode.IntSquare),
  SquaredDifference: binary(Opcode.SquaredDifference, Opcode.IntSquaredDifference),
  Step: withLiterals(Opcode.Step, 'alpha'),
  Sub: binary(Opcode.Subtract, Opcode.IntSubtract),
  Tan: unary(Opcode.Tan),
  Tanh: unary(Opcode.Tanh),
};

/** What an element-wise kernel becomes; undefined for what the machine does not compute element by element. */
export function elementWise(node: Node): ElementWise | undefined {
  const entry = table[node.kernel];
  if (entry === undefined || node.isList || node.outputs.length !== 1) return undefined;
  const operands = entry.inputs.flatMap((name) => inputOf(node, name) ?? []);
  if (operands.length !== entry.inputs.length) return undefined;
  const found = entry.rule(operands, (node.attributes ?? {}) as Attributes);
  return found && {...found, operands};
}
