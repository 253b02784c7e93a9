/** The kernels of tfjs's cpu backend that the element-wise instructions stand for. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

import {type elementWise} from './element-wise-functions.js';

type Columns = readonly (readonly number[])[];

/** What tfjs computes of columns of operands, or why its results are no measure. */
type Operation = ((columns: Columns) => ArrayLike<number>) | {readonly none: string};

const losesSmall = {none: 'the formula of tfjs loses the digits of small results'};
const throughFloats = {none: 'tfjs computes it in float32, which has not all integers'};

export const operations: Readonly<Record<keyof typeof elementWise, Operation>> = {
  Abs: unary('Abs'),
  Acos: unary('Acos'),
  Acosh: unary('Acosh'),
  Asin: unary('Asin'),
  Asinh: unary('Asinh'),
  Atan: unary('Atan'),
  Atanh: unary('Atanh'),
  Ceil: unary('Ceil'),
  Cos: unary('Cos'),
  Cosh: unary('Cosh'),
  Elu: losesSmall,
  Erf: losesSmall,
  Exp: unary('Exp'),
  Expm1: unary('Expm1'),
  Floor: unary('Floor'),
  IsFinite: unary('IsFinite'),
  IsInf: unary('IsInf'),
  IsNan: unary('IsNan'),
  Log: unary('Log'),
  Log1p: unary('Log1p'),
  LogicalNot: unary('LogicalNot', 'bool'),
  Move: {none: 'it is no kernel'},
  Neg: unary('Neg'),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Relu6: unary('Relu6'),
  Round: unary('Round'),
  Rsqrt: unary('Rsqrt'),
  Selu: losesSmall,
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Sin: unary('Sin'),
  Sinh: unary('Sinh'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Square: unary('Square'),
  Tan: unary('Tan'),
  Tanh: unary('Tanh'),

  Add: binary('Add'),
  Atan2: binary('Atan2'),
  Divide: binary('RealDiv'),
  EluGrad: ([dy = [], y = []]) => ran('EluGrad', {dy: tensor(dy), y: tensor(y)}),
  Equal: binary('Equal'),
  Greater: binary('Greater'),
  GreaterEqual: binary('GreaterEqual'),
  LeakyRelu: ofEach('LeakyRelu', ([alpha]) => ({alpha})),
  Less: binary('Less'),
  LessEqual: binary('LessEqual'),
  LogicalAnd: binary('LogicalAnd', 'bool'),
  LogicalOr: binary('LogicalOr', 'bool'),
  Maximum: binary('Maximum'),
  Minimum: binary('Minimum'),
  Mod: binary('Mod'),
  Multiply: binary('Multiply'),
  NotEqual: binary('NotEqual'),
  Pow: binary('Pow'),
  Prelu: ([x = [], alpha = []]) => ran('Prelu', {x: tensor(x), alpha: tensor(alpha)}),
  SquaredDifference: binary('SquaredDifference'),
  Step: ofEach('Step', ([alpha]) => ({alpha})),
  Subtract: binary('Sub'),

  Clip: ofEach('ClipByValue', ([clipValueMin, clipValueMax]) => ({clipValueMin, clipValueMax})),
  Select: choosing('float32'),

  FloatToBool: casting('float32', 'bool'),
  FloatToInt: casting('float32', 'int32'),
  IntToBool: casting('int32', 'bool'),
  IntToFloat: casting('int32', 'float32'),

  IntAbs: throughFloats,
  IntNeg: unary('Neg', 'int32'),
  IntSign: unary('Sign', 'int32'),
  IntSquare: throughFloats,
  IntRelu: unary('Relu', 'int32'),
  IntAdd: binary('Add', 'int32'),
  IntSubtract: binary('Sub', 'int32'),
  IntMultiply: binary('Multiply', 'int32'),
  IntDivide: binary('RealDiv', 'int32'),
  IntFloorDiv: binary('FloorDiv', 'int32'),
  IntMod: binary('Mod', 'int32'),
  IntPow: binary('Pow', 'int32'),
  IntMaximum: binary('Maximum', 'int32'),
  IntMinimum: binary('Minimum', 'int32'),
  IntSquaredDifference: binary('SquaredDifference', 'int32'),
  IntBitwiseAnd: binary('BitwiseAnd', 'int32'),
  IntEqual: binary('Equal', 'int32'),
  IntNotEqual: binary('NotEqual', 'int32'),
  IntGreater: binary('Greater', 'int32'),
  IntGreaterEqual: binary('GreaterEqual', 'int32'),
  IntLess: binary('Less', 'int32'),
  IntLessEqual: binary('LessEqual', 'int32'),
  IntSelect: choosing('int32'),
};

type Dtype = 'float32' | 'int32' | 'bool';

function tensor(values: readonly number[], dtype: Dtype = 'float32'): () => tf.Tensor {
  return () => tf.tensor1d([...values], dtype);
}

function unary(kernel: string, dtype?: Dtype): Operation {
  return ([x = []]) => ran(kernel, {x: tensor(x, dtype)});
}

function binary(kernel: string, dtype?: Dtype): Operation {
  return ([a = [], b = []]) => ran(kernel, {a: tensor(a, dtype), b: tensor(b, dtype)});
}

function casting(from: Dtype, to: Dtype): Operation {
  return ([x = []]) => ran('Cast', {x: tensor(x, from)}, {dtype: to});
}

function choosing(dtype: Dtype): Operation {
  return ([condition = [], t = [], e = []]) =>
    ran('Select', {condition: tensor(condition, 'bool'), t: tensor(t, dtype), e: tensor(e, dtype)});
}

/** Of a kernel that takes a number where the instruction takes an operand. */
function ofEach(kernel: string, attributes: (others: number[]) => Record<string, unknown>): Operation {
  return ([x = [], ...others]) =>
    Float32Array.from(x, (value, index) => {
      const given = attributes(others.map((column) => column[index] ?? 0));
      return ran(kernel, {x: tensor([value])}, given)[0] ?? 0;
    });
}

/** The elements of what a kernel makes on the cpu backend. */
function ran(
  kernel: string,
  inputs: Readonly<Record<string, () => tf.Tensor>>,
  attributes: Record<string, unknown> = {},
): ArrayLike<number> {
  const backend = tf.getBackend();
  void tf.setBackend('cpu');
  try {
    return tf.tidy(() => {
      const tensors = Object.fromEntries(Object.entries(inputs).map(([name, make]) => [name, make()]));
      const made = tf.engine().runKernel(kernel, tensors, attributes as tf.NamedAttrMap);
      return (made as tf.Tensor).dataSync();
    });
  } finally {
    void tf.setBackend(backend);
  }
}
