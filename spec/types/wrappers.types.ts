/**
 * Functions that a user writes around this package's, as a library would, with declarations. Checked by `tsc --noEmit`, which
 * says so when a declaration cannot name a type; nothing here runs.
 */
import * as tf from '@tensorflow/tfjs-core';

import {
  graph,
  valueAndGradient,
  type Arguments,
  type DifferentiableArguments,
  type DifferentiableFunction,
  type Gradients,
  type ValueAndGradientResult,
} from '../../src/index.js';
import {expectType} from './expect-type.js';

declare const matrix: tf.Tensor2D;
declare const vector: tf.Tensor1D;

export function timed<const Y, const Args extends Arguments>(
  f: DifferentiableFunction<Y, Args>,
  args: DifferentiableArguments<Args>,
): ValueAndGradientResult<Y, Args> {
  const result = valueAndGradient(f, args);
  return result;
}

/** With options of its own. */
export function zeroed<const Y, const Args extends Arguments>(
  f: DifferentiableFunction<Y, Args, {unconnectedGradients: 'none'}>,
  args: DifferentiableArguments<Args, {unconnectedGradients: 'none'}>,
): Gradients<Args, {unconnectedGradients: 'none'}> {
  return valueAndGradient(f, args, {unconnectedGradients: 'none'})[1];
}

export const inferred = valueAndGradient((w, {b}) => tf.add(w, b), [matrix, {b: vector}]);
export const compiled = graph((w: tf.Tensor2D, b) => tf.add(w, b));
export const gradientOf = (w: tf.Tensor2D) => valueAndGradient(compiled, [w, 1])[1];
export const curried =
  <const Args extends readonly tf.Tensor[]>(f: DifferentiableFunction<tf.Scalar, Args>) =>
  (args: DifferentiableArguments<Args>): ValueAndGradientResult<tf.Scalar, Args> =>
    valueAndGradient(f, args);

export function whatWrappersReturn(): void {
  const [y, [dw, db]] = timed((w, b) => tf.add(w, b), [matrix, 1]);
  expectType<tf.Tensor>()(y);
  expectType<tf.Tensor2D>()(dw);
  expectType<tf.Scalar>()(db);
  expectType<{w: tf.Tensor2D | null}>()(zeroed(({w}) => w, {w: matrix}));
  expectType<[tf.Tensor2D, tf.Scalar]>()(gradientOf(matrix));
  const f: DifferentiableFunction<tf.Scalar, [tf.Tensor2D, number]> = (w, scale) => tf.sum(tf.mul(w, scale));
  expectType<[tf.Tensor2D, tf.Scalar]>()(valueAndGradient(f, [matrix, 2])[1]);
  // @ts-expect-error: a string cannot be differentiated.
  timed((x: tf.Tensor) => x, [matrix, 'text']);
  // @ts-expect-error: y has to be a tensor.
  timed((_x) => 3, matrix);
}

export function gradientsByType(): void {
  expectType<[tf.Tensor2D, tf.Scalar]>()(0 as never as Gradients<[tf.Tensor2D, number]>);
  expectType<tf.Tensor2D>()(0 as never as Gradients<[tf.Tensor2D, number], {argnums: 0}>);
  expectType<{w: tf.Tensor2D}>()(0 as never as Gradients<{w: tf.Variable<tf.Rank.R2>}>);
  type Found = ValueAndGradientResult<tf.Scalar, [tf.Tensor2D], {kwargs: {scale: number}}>;
  expectType<[y: tf.Scalar, dydx: [tf.Tensor2D], dydxKwargs: {scale: tf.Scalar}]>()(0 as never as Found);
}
