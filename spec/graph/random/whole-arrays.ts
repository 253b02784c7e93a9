/** Operations of whole arrays: reductions, products, and what moves elements. */
import * as tf from '@tensorflow/tfjs-core';

import type {Operation} from './element-wise.js';
import {asBool, asFloat, asInt, fit, shuffledAxes, someAxes, type Choose} from './shapes.js';

type Reduce = (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor;

const reduction =
  (f: Reduce, prepare: (x: tf.Tensor) => tf.Tensor = asFloat): Operation =>
  (x, _, choose) =>
    f(prepare(x), someAxes(x.rank, choose), choose(2) === 0);

const alongAxis =
  (f: (x: tf.Tensor, axis: number) => tf.Tensor): Operation =>
  (x, _, choose) =>
    x.rank === 0 ? tf.clone(x) : f(x, choose(x.rank));

export const reductions: Readonly<Record<string, Operation>> = {
  all: reduction((x, axes, keepDims) => tf.all(x, axes, keepDims), asBool),
  any: reduction((x, axes, keepDims) => tf.any(x, axes, keepDims), asBool),
  argMax: alongAxis((x, axis) => tf.argMax(asFloat(x), axis)),
  argMin: alongAxis((x, axis) => tf.argMin(asInt(x), axis)),
  intMax: reduction((x, axes, keepDims) => tf.max(x, axes, keepDims), asInt),
  intMin: reduction((x, axes, keepDims) => tf.min(x, axes, keepDims), asInt),
  intSum: reduction((x, axes, keepDims) => tf.sum(x, axes, keepDims), asInt),
  boolSum: reduction((x, axes, keepDims) => tf.sum(x, axes, keepDims), asBool),
  logSumExp: reduction((x, axes, keepDims) => tf.logSumExp(x, axes, keepDims)),
  max: reduction((x, axes, keepDims) => tf.max(x, axes, keepDims)),
  mean: reduction((x, axes, keepDims) => tf.mean(x, axes, keepDims)),
  min: reduction((x, axes, keepDims) => tf.min(x, axes, keepDims)),
  prod: reduction((x, axes, keepDims) => tf.prod(tf.tanh(x), axes, keepDims)),
  sum: reduction((x, axes, keepDims) => tf.tanh(tf.sum(x, axes, keepDims))),
  sumOfAll: (x) => tf.sum(asFloat(x)),
  softmax: (x) => (x.rank === 0 ? asFloat(x) : tf.softmax(asFloat(x))),
  logSoftmax: (x) => (x.rank === 0 ? asFloat(x) : tf.logSoftmax(asFloat(x))),
  cumsum: alongAxis((x, axis) => tf.tanh(tf.cumsum(asFloat(x), axis))),
};

/** Lengths of the sides of a product: also such that no vector fits. */
const sides = [1, 2, 3, 4, 5, 8, 17, 33];

const matMul: Operation = (x, y, choose) => {
  const [m, k, n] = [0, 1, 2].map(() => sides[choose(sides.length)] as number) as [number, number, number];
  const [transposeA, transposeB] = [choose(2) === 0, choose(2) === 0];
  const batch = [[], [2], [2, 3]][choose(3)] as number[];
  const left = [...(choose(3) === 0 ? [] : batch), ...(transposeA ? [k, m] : [m, k])];
  const right = [...(choose(3) === 0 ? [] : batch), ...(transposeB ? [n, k] : [k, n])];
  const product = tf.matMul(fit(asFloat(x), left), fit(tf.tanh(asFloat(y)), right), transposeA, transposeB);
  return tf.mul(product, 1 / k);
};

const slice: Operation = (x, _, choose) => {
  const begin = x.shape.map((length) => choose(length));
  const size = x.shape.map((length, axis) => 1 + choose(length - (begin[axis] as number)));
  return x.rank === 0 ? tf.clone(x) : tf.slice(x, begin, size);
};

const concat: Operation = (x, y, choose) => {
  if (x.rank === 0) return tf.stack([x, tf.clone(x)]);
  const axis = choose(x.rank);
  const like = x.dtype === 'float32' ? asFloat(y) : x.dtype === 'int32' ? asInt(y) : asBool(y);
  const shape = x.shape.map((length, index) => (index === axis ? 1 + choose(4) : length));
  return tf.concat([x, fit(like, shape), x].slice(0, 2 + choose(2)), axis);
};

const pad: Operation = (x, _, choose) => {
  if (x.rank === 0) return tf.clone(x);
  const paddings = x.shape.map(() => [choose(3), choose(3)] as [number, number]);
  return tf.pad(asFloat(x), paddings, [0, 0.5, -2][choose(3)]);
};

const gather: Operation = (x, y, choose) => {
  if (x.rank === 0) return tf.clone(x);
  const axis = choose(x.rank);
  const shape = [[], [3], [2, 2], [5]][choose(4)] as number[];
  const length = tf.scalar(x.shape[axis] as number, 'int32');
  const indices = tf.mod(tf.abs(fit(asInt(y), shape)), length);
  return tf.gather(x, indices as tf.Tensor1D, axis);
};

/** A shape of as many elements: two axes swapped in length, joined, or one split. */
function reshaped({shape, rank, size}: tf.Tensor, choose: Choose): number[] {
  if (rank === 0) return [1, 1].slice(choose(3));
  if (rank > 1 && choose(2) === 0) return [(shape[0] as number) * (shape[1] as number), ...shape.slice(2)];
  const factor = [2, 3, 4, 5, 1].find((candidate) => size % candidate === 0) as number;
  return choose(2) === 0 ? [factor, size / factor] : [size / factor, 1, factor];
}

export const movements: Readonly<Record<string, Operation>> = {
  broadcastTo: (x, _, choose) => tf.broadcastTo(x, [2, ...x.shape].slice(x.rank < 4 ? choose(2) : 1)),
  concat,
  expandDims: (x, _, choose) => (x.rank < 4 ? tf.expandDims(x, choose(x.rank + 1)) : tf.clone(x)),
  gather,
  matMul,
  pad,
  reshape: (x, _, choose) => tf.reshape(x, reshaped(x, choose)),
  reverse: (x, _, choose) => (x.rank === 0 ? tf.clone(x) : tf.reverse(x, someAxes(x.rank, choose))),
  slice,
  split: (x, _, choose) => {
    const axis = x.shape.findIndex((length) => length % 2 === 0);
    return axis < 0 ? tf.clone(x) : (tf.split(x, 2, axis)[choose(2)] as tf.Tensor);
  },
  squeeze: (x) => tf.squeeze(x),
  stack: (x, _, choose) => (x.rank < 4 ? tf.stack([x, tf.clone(x)], choose(x.rank + 1)) : tf.clone(x)),
  tile: (x, _, choose) =>
    x.rank === 0
      ? tf.clone(x)
      : tf.tile(
          x,
          x.shape.map(() => 1 + choose(2)),
        ),
  transpose: (x, _, choose) => tf.transpose(x, shuffledAxes(x.rank, choose)),
  unstack: (x, _, choose) => {
    if (x.rank === 0) return tf.clone(x);
    const axis = choose(x.rank);
    const parts = tf.unstack(x, axis);
    return parts[choose(parts.length)] as tf.Tensor;
  },
};
