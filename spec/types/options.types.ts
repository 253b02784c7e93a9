/**
 * The types of results by options that were built before the call: a union of what may come, and never a wrong type.
 * Checked by `tsc --noEmit`; nothing here runs.
 */
import * as tf from '@tensorflow/tfjs-core';

import {hessian, jacobian, valueAndGradient, type ValueAndGradientOptions} from '../../src/index.js';
import {expectType} from './expect-type.js';

declare const scalar: tf.Scalar;
declare const vector: tf.Tensor1D;
declare const matrix: tf.Tensor2D;
declare const flag: boolean;
declare const position: number;
declare const positions: number[];
declare const annotated: ValueAndGradientOptions['outputGradients'];

export function aPositionThatIsNotKnown(): void {
  const one = valueAndGradient((x, y) => tf.mul(x, y), [vector, scalar], {argnums: position});
  expectType<tf.Tensor1D | tf.Scalar>()(one[1]);
  const list = valueAndGradient((x, y) => tf.mul(x, y), [vector, scalar], {argnums: positions});
  expectType<Array<tf.Tensor1D | tf.Scalar>>()(list[1]);
  // Of what cannot be differentiated there is no gradient.
  const other = valueAndGradient((x: tf.Tensor) => x, [vector, 'text'], {argnums: position});
  expectType<tf.Tensor1D>()(other[1]);
  const either = valueAndGradient((x, y) => tf.mul(x, y), [vector, matrix, 3], {argnums: flag ? 0 : 1});
  expectType<tf.Tensor1D | tf.Tensor2D>()(either[1]);
  // What is not differentiated reaches f as it was given.
  valueAndGradient((x, n) => (expectType<tf.Scalar | 3>()(n), tf.mul(x, n)), [vector, 3], {
    argnums: position,
  });
  // @ts-expect-error: so it may be no tensor.
  valueAndGradient((x: tf.Tensor, n: tf.Tensor) => tf.mul(x, n), [vector, 3], {argnums: position});
  expectType<tf.Tensor>()(jacobian((x, y) => tf.mul(x, y), [vector, scalar], {argnums: position}));
}

export function positionsThatMayBeLeftOut(): void {
  const none = valueAndGradient((x, y) => tf.mul(x, y), [vector, scalar], {argnums: undefined});
  expectType<[tf.Tensor1D, tf.Scalar]>()(none[1]);
  const options: {argnums?: 0} = {};
  const may = valueAndGradient((x, y) => tf.mul(x, y), [vector, scalar], options);
  expectType<tf.Tensor1D | [tf.Tensor1D, tf.Scalar]>()(may[1]);
  // @ts-expect-error: a string cannot be differentiated, and argnums may be left out.
  valueAndGradient((x: tf.Tensor) => x, [vector, 'text'], options);
}

export function positionsFromTheEnd(): void {
  const last = valueAndGradient((x, n) => (expectType<3>()(n), tf.mul(x, n)), [vector, 3], {argnums: -2});
  expectType<tf.Tensor1D>()(last[1]);
  const both = valueAndGradient((x, _mode, z) => tf.mul(x, z), [vector, 'mean', matrix], {argnums: [-1, 0]});
  expectType<[tf.Tensor2D, tf.Tensor1D]>()(both[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.square(x), vector, {argnums: -1})[1]);
  const numbers = {autoUnpackSingleArg: false, argnums: -1} as const;
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.square(x), [1, 2], numbers)[1]);
  // @ts-expect-error: a string cannot be differentiated.
  valueAndGradient((x, _mode) => tf.mul(x, 2), [vector, 'mean'], {argnums: -1});
  // @ts-expect-error: there are two arguments.
  valueAndGradient((x, y) => tf.mul(x, y), [vector, scalar], {argnums: -3});
  // @ts-expect-error: there are two arguments.
  hessian((x, y) => tf.sum(tf.mul(x, y)), [vector, scalar], {argnums: [0, -3]});
}

export function auxThatIsNotKnown(): void {
  const options: {hasAux: boolean} = {hasAux: flag};
  const pair = (x: tf.Tensor1D): [tf.Tensor1D, tf.Scalar] => [x, scalar];
  const [value] = valueAndGradient(pair, vector, options);
  expectType<tf.Tensor1D>()(value[0]);
  expectType<tf.Scalar>()(value[1]);
  const found = jacobian(pair, vector, options);
  const withAux: typeof found = [tf.square(vector), scalar];
  const without: typeof found = [tf.square(vector), tf.square(vector)];
  void [withAux, without];
  // @ts-expect-error: with aux it is a list of lists, or of a tensor and the aux.
  expectType<[tf.Tensor, tf.Tensor]>()(found);
  // @ts-expect-error: 3 is no tensor, nor a list.
  valueAndGradient((_x) => 3, vector, options);
}

export function listsThatMayBeOneArgument(): void {
  const options: {autoUnpackSingleArg: boolean} = {autoUnpackSingleArg: flag};
  const f = (...xs: Array<tf.Tensor | tf.Tensor[]>): tf.Tensor => tf.stack(xs.flat());
  const numbers = valueAndGradient(f, [1, 2], options);
  expectType<[tf.Scalar, tf.Scalar] | tf.Tensor1D>()(numbers[1]);
  // @ts-expect-error: f may be given the list.
  valueAndGradient((x: tf.Tensor, y: tf.Tensor) => tf.mul(x, y), [vector, scalar], options);
}

export function gradientsThatMayBeNull(): void {
  const options: {unconnectedGradients?: 'none' | 'zero'} = {};
  expectType<tf.Tensor1D | null>()(valueAndGradient((x) => x, vector, options)[1]);
}

export function namedArgumentsThatMayBeLeftOut(): void {
  const options: {kwargs?: {scale: tf.Scalar}} = {};
  const result = valueAndGradient((x, named) => tf.mul(x, named?.scale ?? 1), vector, options);
  expectType<tf.Tensor1D>()(result[1]);
  expectType<2 | 3>()(result.length);
}

export function annotatedOptions(): void {
  const options: ValueAndGradientOptions = {argnums: 0};
  const [y, gradients] = valueAndGradient(
    (a: tf.Tensor, b: tf.Tensor) => tf.mul(a, b),
    [vector, scalar],
    options,
  );
  expectType<tf.Tensor>()(y);
  // @ts-expect-error: a list only without argnums.
  expectType<[tf.Tensor1D, tf.Scalar]>()(gradients);
  const bare: typeof gradients = vector;
  const list: typeof gradients = [vector, scalar];
  const some: typeof gradients = [scalar];
  const none: typeof gradients = null;
  void [bare, list, some, none];
  // @ts-expect-error: nor anything else.
  const wrong: typeof gradients = 3;
  // `satisfies` checks options and keeps what they say.
  const known = {argnums: 0} as const satisfies ValueAndGradientOptions;
  expectType<tf.Tensor1D>()(valueAndGradient((a, b) => tf.mul(a, b), [vector, scalar], known)[1]);
  void wrong;
}

export function weightsOfWrongStructure(): void {
  const f = (x: tf.Tensor1D): {a: tf.Tensor1D; b: tf.Tensor1D} => ({a: x, b: x});
  const two = (x: tf.Tensor1D): [tf.Tensor1D, tf.Tensor1D] => [x, x];
  const one = (x: tf.Tensor1D): tf.Tensor1D => x;
  valueAndGradient(f, vector, {outputGradients: {a: vector, b: [1, 2]}});
  valueAndGradient((x) => [x, x], vector, {outputGradients: [vector, new Float32Array(2)]});
  valueAndGradient((x) => [x, 'aux'], vector, {hasAux: true, outputGradients: [1, 2]});
  valueAndGradient(two, vector, {outputGradients: [vector, vector] as tf.Tensor[]});
  valueAndGradient((x): tf.Tensor[] => [x], vector, {outputGradients: [[1, 2]]});
  valueAndGradient(f, vector, {outputGradients: annotated});
  valueAndGradient(f, vector, {outputGradients: undefined});
  // @ts-expect-error: a list, where f returns an object.
  valueAndGradient(f, vector, {outputGradients: [1, 2]});
  // @ts-expect-error: b has no weight.
  valueAndGradient(f, vector, {outputGradients: {a: 1}});
  // @ts-expect-error: f returns no c.
  valueAndGradient(f, vector, {outputGradients: {a: 1, b: 2, c: 3}});
  // @ts-expect-error: f returns two tensors.
  valueAndGradient(two, vector, {outputGradients: [vector]});
  // @ts-expect-error: f returns one tensor.
  valueAndGradient(one, vector, {outputGradients: [vector]});
  // @ts-expect-error: a weight is a tensor, or numbers.
  valueAndGradient(one, vector, {outputGradients: 'text'});
  // @ts-expect-error: nor is true one.
  valueAndGradient((x) => x, vector, {outputGradients: true});
}
