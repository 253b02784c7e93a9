/**
 * The types of graph functions. Checked by `tsc --noEmit`; nothing here runs.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {LayersModel, Sequential} from '@tensorflow/tfjs-layers';

import {compileTraining, graph, hessian, valueAndGradient} from '../../src/index.js';
import {expectType} from './expect-type.js';

declare const scalar: tf.Scalar;
declare const vector: tf.Tensor1D;
declare const matrix: tf.Tensor2D;

export function parametersWithoutTypes(): void {
  const energy = graph((x, y) => {
    expectType<tf.Tensor>()(x);
    return tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x)))));
  });
  const [value, gradients] = valueAndGradient(energy, [3, 1]);
  expectType<tf.Tensor>()(value);
  expectType<[tf.Scalar, tf.Scalar]>()(gradients);
  expectType<tf.Tensor>()(energy(scalar, vector));
  energy.dispose();
  const written = valueAndGradient(
    graph((a, b) => tf.mul(a, b)),
    [2, 1],
  );
  expectType<[tf.Scalar, tf.Scalar]>()(written[1]);
  expectType<tf.Tensor>()(graph((...xs) => tf.addN(xs))(vector, vector));
  expectType<tf.Tensor>()(graph((x, factor: number) => tf.mul(x, factor))(vector, 2));
  hessian(
    graph((x) => tf.sum(tf.square(x))),
    vector,
  );
  // @ts-expect-error: a number is no tensor.
  energy(2, 3);
}

export function theTypeOfFIsKept(): void {
  const typed = graph((w: tf.Tensor2D, {b}: {b: tf.Tensor1D}) => tf.add(w, b));
  expectType<[tf.Tensor2D, {b: tf.Tensor1D}]>()(valueAndGradient(typed, [matrix, {b: [1]}])[1]);
  const generic = graph(<T extends tf.Tensor>(x: T): T => tf.square(x));
  expectType<tf.Tensor1D>()(generic(vector));
  expectType<[tf.Scalar, string]>()(graph((x: tf.Scalar): [tf.Scalar, string] => [x, 'text'])(scalar));
  expectType<tf.Scalar>()(graph(() => scalar)());
  expectType<tf.Tensor | undefined>()(graph((x?: tf.Tensor) => x)());
  // @ts-expect-error: f is given a vector, not a matrix.
  valueAndGradient(typed, [vector, {b: [1]}]);
}

export function wrongFunctions(): void {
  // @ts-expect-error: f is asynchronous.
  graph(async (x: tf.Tensor) => Promise.resolve(x));
  // @ts-expect-error: also where its parameters have no type.
  graph((x) => x.data());
  // @ts-expect-error: f returns nothing.
  graph((x: tf.Tensor) => {
    tf.square(x);
  });
  // @ts-expect-error: nor does this one.
  graph(() => undefined);
  // @ts-expect-error: a tensor is no function.
  graph(vector);
  // @ts-expect-error: the option is called maxSignatures.
  graph((x) => tf.square(x), {signatures: 3});
}

export function steps(model: LayersModel, layers: Sequential): void {
  const step = compileTraining(model);
  expectType<tf.Tensor[]>()(step([vector]));
  compileTraining(layers).dispose();
  expectType<number>()(step.inspect().signatures.length);
  // @ts-expect-error: a function is no model.
  compileTraining(() => vector);
}
