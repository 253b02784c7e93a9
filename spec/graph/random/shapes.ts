/** Tensors brought to shapes and dtypes that an operation takes, by operations that are part of the program. */
import * as tf from '@tensorflow/tfjs-core';

/** A choice among so many possibilities, the same whenever a program runs. */
export type Choose = (count: number) => number;

/** Programs whose values grow beyond this take too long. */
export const LARGEST = 6000;

export function asFloat(x: tf.Tensor): tf.Tensor {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}

/** As small integers. */
export function asInt(x: tf.Tensor): tf.Tensor {
  if (x.dtype === 'int32') return tf.mod(x, tf.scalar(50, 'int32'));
  return tf.cast(x.dtype === 'bool' ? x : tf.mul(tf.tanh(x), 7), 'int32');
}

export function asBool(x: tf.Tensor): tf.Tensor {
  return x.dtype === 'bool' ? x : tf.greater(asFloat(x), tf.scalar(0.1));
}

/** Elements of a tensor, repeated as often as needed, in another shape. */
export function fit(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const flat = tf.reshape(x, [-1]);
  const repeated = flat.size < size ? tf.tile(flat, [Math.ceil(size / flat.size)]) : flat;
  return tf.reshape(tf.slice(repeated, [repeated.size === size ? 0 : repeated.size % size], [size]), [
    ...shape,
  ]);
}

/** A tensor that can be broadcast with `x`: `y` with some axes left out and some of length 1. */
export function broadcastable(x: tf.Tensor, y: tf.Tensor, choose: Choose): tf.Tensor {
  if (fitTogether(x.shape, y.shape)) return y;
  const shape = x.shape.slice(choose(x.rank + 1)).map((length) => (choose(3) === 0 ? 1 : length));
  return fit(y, shape);
}

/** Some of the axes, in order. */
export function someAxes(rank: number, choose: Choose): number[] {
  return Array.from({length: rank}, (_, axis) => axis).filter(() => choose(2) === 0);
}

/** All the axes, in another order. */
export function shuffledAxes(rank: number, choose: Choose): number[] {
  const left = Array.from({length: rank}, (_, axis) => axis);
  return Array.from({length: rank}, () => left.splice(choose(left.length), 1)[0] as number);
}

/** True where two shapes can be broadcast together, and the result is not too large. */
function fitTogether(a: readonly number[], b: readonly number[]): boolean {
  const lengths = Array.from({length: Math.max(a.length, b.length)}, (_, index) =>
    [a, b].map((shape) => shape.at(-1 - index) ?? 1),
  );
  const size = lengths.reduce((product, pair) => product * Math.max(...pair), 1);
  return size <= LARGEST && lengths.every((pair) => pair[0] === pair[1] || pair.includes(1));
}
