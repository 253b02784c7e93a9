/** Operations of one element each, by name, so that a counterexample can be read. */
import * as tf from '@tensorflow/tfjs-core';

import {asBool, asFloat, asInt, broadcastable, type Choose} from './shapes.js';

/** An operation that takes any tensors. */
export type Operation = (x: tf.Tensor, y: tf.Tensor, choose: Choose, z: tf.Tensor) => tf.Tensor;

const ofFloat =
  (f: (x: tf.Tensor) => tf.Tensor): Operation =>
  (x) =>
    f(asFloat(x));

const ofFloats =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (x, y, choose) => {
    const other = broadcastable(x, asFloat(y), choose);
    return choose(2) === 0 ? f(asFloat(x), other) : f(other, asFloat(x));
  };

const ofInts =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (x, y, choose) =>
    f(asInt(x), broadcastable(x, asInt(y), choose));

const ofAny =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (x, y, choose) =>
    choose(2) === 0 ? ofInts(f)(x, y, choose, x) : ofFloats(f)(x, y, choose, x);

const ofBools =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation =>
  (x, y, choose) =>
    f(asBool(x), broadcastable(x, asBool(y), choose));

const notZero = (x: tf.Tensor): tf.Tensor => tf.add(tf.square(x), tf.scalar(1, x.dtype as 'int32'));

/** All of them stay finite for any operands. */
export const floatOperations: Readonly<Record<string, Operation>> = {
  abs: ofFloat((x) => tf.abs(x)),
  atan: ofFloat((x) => tf.atan(x)),
  clip: ofFloat((x) => tf.clipByValue(x, -0.5, 0.75)),
  cos: ofFloat((x) => tf.cos(tf.tanh(x))),
  elu: ofFloat((x) => tf.elu(x)),
  erf: ofFloat((x) => tf.erf(x)),
  exp: ofFloat((x) => tf.exp(tf.tanh(x))),
  expm1: ofFloat((x) => tf.expm1(tf.tanh(x))),
  leakyRelu: ofFloat((x) => tf.leakyRelu(x, 0.3)),
  log: ofFloat((x) => tf.log(notZero(tf.tanh(x)))),
  log1p: ofFloat((x) => tf.log1p(tf.square(tf.tanh(x)))),
  neg: ofFloat((x) => tf.neg(x)),
  reciprocal: ofFloat((x) => tf.reciprocal(notZero(x))),
  relu: ofFloat((x) => tf.relu(x)),
  relu6: ofFloat((x) => tf.relu6(tf.mul(x, 4))),
  rsqrt: ofFloat((x) => tf.rsqrt(notZero(x))),
  selu: ofFloat((x) => tf.selu(x)),
  sigmoid: ofFloat((x) => tf.sigmoid(x)),
  sign: ofFloat((x) => tf.sign(x)),
  sin: ofFloat((x) => tf.sin(tf.tanh(x))),
  softplus: ofFloat((x) => tf.softplus(x)),
  sqrt: ofFloat((x) => tf.sqrt(notZero(x))),
  square: ofFloat((x) => tf.square(tf.tanh(x))),
  step: ofFloat((x) => tf.step(x, 0.2)),
  tanh: ofFloat((x) => tf.tanh(x)),
  add: ofFloats((a, b) => tf.add(a, b)),
  atan2: ofFloats((a, b) => tf.atan2(a, notZero(b))),
  div: ofFloats((a, b) => tf.div(a, notZero(b))),
  maximum: ofFloats((a, b) => tf.maximum(a, b)),
  minimum: ofFloats((a, b) => tf.minimum(a, b)),
  mul: ofFloats((a, b) => tf.mul(tf.tanh(a), b)),
  pow: ofFloats((a, b) => tf.pow(notZero(tf.tanh(a)), tf.tanh(b))),
  prelu: (x, y, choose) => tf.prelu(asFloat(x), tf.tanh(broadcastable(x, asFloat(y), choose))),
  squaredDifference: ofFloats((a, b) => tf.squaredDifference(tf.tanh(a), tf.tanh(b))),
  sub: ofFloats((a, b) => tf.sub(a, b)),
};

/** Of integers and truths, and what leads from one to the other. */
export const otherOperations: Readonly<Record<string, Operation>> = {
  intAbs: (x) => tf.abs(asInt(x)),
  intAdd: ofInts((a, b) => tf.add(a, b)),
  intFloorDiv: ofInts((a, b) => tf.floorDiv(a, notZero(b))),
  intMaximum: ofInts((a, b) => tf.maximum(a, b)),
  intMinimum: ofInts((a, b) => tf.minimum(a, b)),
  intMod: ofInts((a, b) => tf.mod(a, notZero(b))),
  intMul: ofInts((a, b) => tf.mul(a, b)),
  intNeg: (x) => tf.neg(asInt(x)),
  intSquare: (x) => tf.square(asInt(x)),
  intSub: ofInts((a, b) => tf.sub(a, b)),
  equal: ofInts((a, b) => tf.equal(a, b)),
  greater: ofAny((a, b) => tf.greater(a, b)),
  greaterEqual: ofAny((a, b) => tf.greaterEqual(a, b)),
  less: ofAny((a, b) => tf.less(a, b)),
  lessEqual: ofAny((a, b) => tf.lessEqual(a, b)),
  notEqual: ofInts((a, b) => tf.notEqual(a, b)),
  logicalAnd: ofBools((a, b) => tf.logicalAnd(a, b)),
  logicalNot: (x) => tf.logicalNot(asBool(x)),
  logicalOr: ofBools((a, b) => tf.logicalOr(a, b)),
  where: (x, y, choose, z) =>
    tf.where(broadcastable(x, asBool(z), choose), asFloat(x), broadcastable(x, asFloat(y), choose)),
  intWhere: (x, y, choose, z) =>
    tf.where(broadcastable(x, asBool(z), choose), asInt(x), broadcastable(x, asInt(y), choose)),
  castToFloat: (x) => asFloat(x),
  castToInt: (x) => asInt(x),
  castToBool: (x) => tf.cast(x.dtype === 'float32' ? tf.relu(x) : x, 'bool'),
  clone: (x) => tf.clone(x),
};
