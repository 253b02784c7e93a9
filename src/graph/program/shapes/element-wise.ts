import type {Contents} from './contents.js';
import {one, type Result, type Rule, type Rules} from './rule.js';

/** The shape that two shapes are broadcast to. */
export function broadcast(contents: Contents, a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({length: rank}, (_, axis) => {
    const [x = 1, y = 1] = [a[axis - rank + a.length], b[axis - rank + b.length]];
    if (x !== y && x !== 1 && y !== 1) contents.fail(`cannot broadcast [${a.join()}] with [${b.join()}]`);
    return x === 1 ? y : x;
  });
}

/** The dtype that holds both. */
export function upcast(a: string, b: string): string {
  const order = ['bool', 'int32', 'float32', 'complex64'];
  const [i, j] = [order.indexOf(a), order.indexOf(b)];
  return i < 0 || j < 0 ? a : i > j ? a : b;
}

/** As the operand of that name, in another dtype if one is given. */
export const like =
  (name: string, dtype?: string): Rule =>
  (contents) => {
    const operand = contents.operand(name);
    return one(operand.shape, dtype ?? operand.dtype);
  };

const unary = like('x');
const test = like('x', 'bool');

/** Of two operands, whose dtype the backend's kernel takes from the first. */
const binary =
  (dtype?: string): Rule =>
  (contents) => {
    const [a, b] = [contents.operand('a'), contents.operand('b')];
    return one(broadcast(contents, a.shape, b.shape), dtype ?? a.dtype);
  };

const cast: Rule = (contents) => one(contents.operand('x').shape, contents.text('dtype'));

const select: Rule = (contents) => {
  const [condition, t, e] = ['condition', 't', 'e'].map((name) => contents.operand(name));
  if (condition === undefined || t === undefined || e === undefined) return [];
  // The machine reads single elements in the place of arrays, and conditions of the same size.
  const branches = broadcast(contents, t.shape, e.shape);
  const isRowwise = condition.shape.length === 1 && t.shape.length > 1;
  const shape = isRowwise ? t.shape : broadcast(contents, condition.shape, branches);
  return one(shape, upcast(t.dtype, e.dtype));
};

const addN: Rule = (contents): readonly Result[] => {
  const [first] = contents.operands;
  return first === undefined ? contents.fail('has no operands') : one(first.shape, first.dtype);
};

const prelu: Rule = (contents) => {
  const [x, alpha] = [contents.operand('x'), contents.operand('alpha')];
  return one(broadcast(contents, x.shape, alpha.shape), 'float32');
};

const eluGrad: Rule = (contents) =>
  one(broadcast(contents, contents.operand('dy').shape, contents.operand('y').shape), 'float32');

const byName = (rule: Rule, ...kernels: readonly string[]): Rules =>
  Object.fromEntries(kernels.map((kernel) => [kernel, rule]));

export const elementWiseRules: Rules = {
  ...byName(unary, 'Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'ClipByValue', 'Cos'),
  ...byName(unary, 'Cosh', 'Elu', 'Erf', 'Expm1', 'Floor', 'Identity', 'Log', 'Log1p', 'Neg', 'Reciprocal'),
  ...byName(unary, 'Relu', 'Relu6', 'Round', 'Rsqrt', 'Selu', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softplus'),
  ...byName(unary, 'Sqrt', 'Square', 'Step', 'Tan', 'Tanh', 'StaticRegexReplace', 'OnesLike', 'ZerosLike'),
  ...byName(like('x', 'float32'), 'ComplexAbs', 'Exp', 'LeakyRelu'),
  ...byName(test, 'IsFinite', 'IsInf', 'IsNan', 'LogicalNot'),
  ...byName(
    binary(),
    'Add',
    'Atan2',
    'BitwiseAnd',
    'Maximum',
    'Minimum',
    'Mod',
    'Multiply',
    'Pow',
    'RealDiv',
  ),
  ...byName(binary(), 'SquaredDifference', 'Sub'),
  ...byName(binary('bool'), 'Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'),
  ...byName(binary('bool'), 'LogicalAnd', 'LogicalOr', 'LogicalXor'),
  AddN: addN,
  Cast: cast,
  EluGrad: eluGrad,
  FloorDiv: binary('int32'),
  Prelu: prelu,
  Select: select,
  Softmax: like('logits'),
};
