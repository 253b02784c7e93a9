/** Operations of tfjs, on its cpu backend, that the element-wise instructions stand for. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

import {type elementWise} from './element-wise-functions.js';

type Columns = readonly (readonly number[])[];
type Operation = (columns: Columns) => ArrayLike<number>;

/** Elu, Selu and Erf are not among them: tfjs's formulas lose small results. */
export const operations: readonly (readonly [keyof typeof elementWise, Operation])[] = [
  ['Round', unary(tf.round)],
  ['Sign', unary(tf.sign)],
  ['Relu', unary(tf.relu)],
  ['Relu6', unary(tf.relu6)],
  ['Neg', unary(tf.neg)],
  ['IsFinite', unary(tf.isFinite)],
  ['IsInf', unary(tf.isInf)],
  ['IsNan', unary(tf.isNaN)],
  ['Softplus', unary(tf.softplus)],
  ['Sigmoid', unary(tf.sigmoid)],
  ['Tanh', unary(tf.tanh)],
  ['Expm1', unary(tf.expm1)],
  ['Log1p', unary(tf.log1p)],
  ['Sin', unary(tf.sin)],
  ['Rsqrt', unary(tf.rsqrt)],
  ['FloatToInt', unary((x) => tf.cast(x, 'int32'))],
  ['FloatToBool', unary((x) => tf.cast(x, 'bool'))],
  ['Mod', binary(tf.mod)],
  ['Pow', binary(tf.pow)],
  ['Atan2', binary(tf.atan2)],
  ['Maximum', binary(tf.maximum)],
  ['Minimum', binary(tf.minimum)],
  ['Prelu', binary(tf.prelu)],
  ['SquaredDifference', binary(tf.squaredDifference)],
  ['Equal', binary(tf.equal)],
  ['NotEqual', binary(tf.notEqual)],
  ['GreaterEqual', binary(tf.greaterEqual)],
  ['LessEqual', binary(tf.lessEqual)],
  ['IntMultiply', binary(tf.mul, 'int32')],
  ['IntMod', binary(tf.mod, 'int32')],
  ['IntFloorDiv', binary(tf.floorDiv, 'int32')],
  ['IntSquaredDifference', binary(tf.squaredDifference, 'int32')],
  ['IntMaximum', binary(tf.maximum, 'int32')],
  ['IntLess', binary(tf.less, 'int32')],
  [
    'Select',
    ([condition = [], a = [], b = []]) => onCpu(() => tf.where(bools(condition), floats(a), floats(b))),
  ],
];

function unary(op: (x: tf.Tensor) => tf.Tensor): Operation {
  return ([x = []]) => onCpu(() => op(floats(x)));
}

function binary(
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  dtype: 'float32' | 'int32' = 'float32',
): Operation {
  return ([a = [], b = []]) => onCpu(() => op(tf.tensor1d([...a], dtype), tf.tensor1d([...b], dtype)));
}

const floats = (values: readonly number[]): tf.Tensor => tf.tensor1d([...values], 'float32');
const bools = (values: readonly number[]): tf.Tensor => tf.tensor1d([...values], 'bool');

function onCpu(op: () => tf.Tensor): ArrayLike<number> {
  const backend = tf.getBackend();
  void tf.setBackend('cpu');
  try {
    return tf.tidy(() => op().dataSync());
  } finally {
    void tf.setBackend(backend);
  }
}
