/**
 * The types of calls, checked by `tsc --noEmit`; nothing here runs. A `@ts-expect-error` says why the use is wrong.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {LayersModel, Sequential} from '@tensorflow/tfjs-layers';

import {
  checkGradients,
  hessian,
  hessianVectorProduct,
  jacobian,
  namedGradients,
  valueAndGradient,
  type Model,
  type ValueAndGradientOptions,
} from '../../src/index.js';
import {expectType} from './expect-type.js';

declare const scalar: tf.Scalar;
declare const vector: tf.Tensor1D;
declare const matrix: tf.Tensor2D;
declare const tensor: tf.Tensor;
declare const tensors: tf.Tensor[];
declare const variable: tf.Variable;
declare const matrixVariable: tf.Variable<tf.Rank.R2>;
declare const model: Sequential;
declare const layersModel: LayersModel;
declare const flag: boolean;
declare const either: tf.Scalar | tf.Tensor1D;
declare const anything: any; // eslint-disable-line @typescript-eslint/no-explicit-any

export function theCheckItself(): void {
  expectType<tf.Scalar>()(scalar);
  // @ts-expect-error: a Scalar is no Tensor1D.
  expectType<tf.Tensor1D>()(scalar);
  // @ts-expect-error: any is nothing else.
  expectType<tf.Scalar>()(scalar as any); // eslint-disable-line @typescript-eslint/no-explicit-any
  // @ts-expect-error: a part of a union is not the union.
  expectType<tf.Scalar | null>()(scalar);
}

export function whatReachesAnUntypedF(): void {
  valueAndGradient((x) => (expectType<tf.Scalar>()(x), x), 2);
  valueAndGradient((x) => (expectType<tf.Tensor1D>()(x), x), new Float32Array(3));
  valueAndGradient((x) => (expectType<tf.Tensor1D>()(x), x), new Float64Array(3));
  valueAndGradient((x) => (expectType<tf.Tensor2D>()(x), x), matrix);
  valueAndGradient((x) => (expectType<tf.Tensor>()(x), x), tensor);
  valueAndGradient((v) => (expectType<tf.Variable>()(v), v), variable);
  valueAndGradient((v) => (expectType<tf.Variable<tf.Rank.R2>>()(v), v), matrixVariable);
  valueAndGradient((m) => (expectType<Sequential>()(m), scalar), model);
  valueAndGradient((m) => (expectType<LayersModel>()(m), scalar), layersModel);

  valueAndGradient(
    (x, y) => {
      expectType<tf.Scalar>()(x);
      expectType<tf.Scalar>()(y);
      return tf.mul(x, y);
    },
    [2, 3],
  );
  valueAndGradient(
    (rows, cube, one) => {
      expectType<tf.Tensor2D>()(rows);
      expectType<tf.Tensor3D>()(cube);
      expectType<tf.Tensor1D>()(one);
      return scalar;
    },
    [
      [
        [1, 2],
        [3, 4],
      ],
      [[[1]]],
      [1],
    ],
  );
  valueAndGradient(
    (w, v, m, {list: [first, second], deep}) => {
      expectType<tf.Tensor2D>()(w);
      expectType<tf.Variable>()(v);
      expectType<Sequential>()(m);
      expectType<tf.Scalar>()(first);
      expectType<tf.Tensor1D>()(second);
      expectType<{one: tf.Scalar}>()(deep);
      return scalar;
    },
    [matrix, variable, model, {list: [scalar, [1, 2]], deep: {one: 1}}],
  );
}

export function whatTheRulesReturn(): void {
  const argless = valueAndGradient(() => tf.log(scalar), scalar);
  expectType<[y: tf.Scalar, dydx: tf.Scalar]>()(argless);
  const packed = valueAndGradient((x, y) => tf.mul(x, tf.log(y)), [2, 3]);
  expectType<[y: tf.Tensor, dydx: [tf.Scalar, tf.Scalar]]>()(packed);
  const one = valueAndGradient((x) => tf.square(x), [vector]);
  expectType<[y: tf.Tensor1D, dydx: [tf.Tensor1D]]>()(one);
  const unpacked = valueAndGradient(tf.log, [1, 2, 3], {autoUnpackSingleArg: false});
  expectType<[y: tf.Tensor1D, dydx: tf.Tensor1D]>()(unpacked);
  const typed = valueAndGradient(
    (w: tf.Tensor2D, b: tf.Scalar) => tf.sum<tf.Scalar>(tf.add(w, b)),
    [matrix, scalar],
  );
  expectType<[y: tf.Scalar, dydx: [tf.Tensor2D, tf.Scalar]]>()(typed);
}

export function listsOfUnknownLength(): void {
  const packed = valueAndGradient((...xs) => tf.addN(xs), tensors);
  expectType<[y: tf.Tensor, dydx: tf.Tensor[]]>()(packed);
  const numbers: number[] = [1, 2];
  const scalars = valueAndGradient((...xs) => (expectType<tf.Scalar[]>()(xs), scalar), numbers);
  expectType<[y: tf.Scalar, dydx: tf.Scalar[]]>()(scalars);
  const unpacked = valueAndGradient((x) => tf.square(x), numbers, {autoUnpackSingleArg: false});
  expectType<[y: tf.Tensor1D, dydx: tf.Tensor1D]>()(unpacked);
  const listOfTensors = valueAndGradient((xs) => tf.addN(xs), tensors, {autoUnpackSingleArg: false});
  expectType<[y: tf.Tensor, dydx: tf.Tensor[]]>()(listOfTensors);
  const headAndRest = valueAndGradient((x, ...rest) => tf.addN([x, ...rest]), [vector, ...tensors]);
  expectType<[tf.Tensor1D, ...tf.Tensor[]]>()(headAndRest[1]);
}

export function nestedArraysOfNumbersUpToRankSix(): void {
  const unpacked = {autoUnpackSingleArg: false} as const;
  expectType<tf.Tensor2D>()(valueAndGradient((x) => tf.exp(x), [[1]], unpacked)[1]);
  expectType<tf.Tensor3D>()(valueAndGradient((x) => tf.exp(x), [[[1]]], unpacked)[1]);
  expectType<tf.Tensor4D>()(valueAndGradient((x) => tf.exp(x), [[[[1]]]], unpacked)[1]);
  expectType<tf.Tensor<tf.Rank.R5>>()(valueAndGradient((x) => tf.exp(x), [[[[[1]]]]], unpacked)[1]);
  expectType<tf.Tensor<tf.Rank.R6>>()(valueAndGradient((x) => tf.exp(x), [[[[[[1]]]]]], unpacked)[1]);
}

export function typedArraysOfEveryKind(): void {
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Uint8Array(4))[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Uint8ClampedArray(4))[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Int8Array(4))[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Int16Array(4))[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Uint16Array(4))[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => tf.exp(x), new Uint32Array(4))[1]);
  expectType<[tf.Tensor1D]>()(valueAndGradient((x) => tf.exp(x), [new Int32Array(4)])[1]);
}

export function unionsAsArguments(): void {
  const scalarOrVector = valueAndGradient(
    (x) => (expectType<tf.Scalar | tf.Tensor1D>()(x), tf.square(x)),
    either,
  );
  expectType<tf.Scalar | tf.Tensor1D>()(scalarOrVector[1]);
  const numberOrTensor = valueAndGradient((x) => tf.square(x), flag ? 2 : tensor);
  expectType<tf.Scalar | tf.Tensor>()(numberOrTensor[1]);
  const member = valueAndGradient(({x: [x]}) => tf.square(x), {x: [either, 1]});
  expectType<{x: [tf.Scalar | tf.Tensor1D, tf.Scalar]}>()(member[1]);
  // A list of them is several arguments, the other is one.
  const oneOrSeveral = valueAndGradient((...xs: tf.Tensor[]) => tf.addN(xs), flag ? tensor : tensors);
  expectType<tf.Tensor | tf.Tensor[]>()(oneOrSeveral[1]);
  const numbers: Float32Array | number[] = flag ? new Float32Array(2) : [1, 2];
  const vectorOrScalars = valueAndGradient((x) => tf.square(x), numbers);
  expectType<tf.Tensor1D | tf.Scalar[]>()(vectorOrScalars[1]);
  expectType<tf.Tensor>()(jacobian((x) => tf.square(x), either));
  hessian((x) => tf.sum(x), either);
  hessianVectorProduct((x) => tf.sum(x), either, either);
  checkGradients((x) => tf.square(x), either);
  const options = flag ? {name: 'mine'} : {useGradientTape: true};
  expectType<tf.Scalar | tf.Tensor1D>()(valueAndGradient((x) => tf.square(x), either, options)[1]);
}

export function anyAsArgument(): void {
  const [y, gradient] = valueAndGradient((x: tf.Tensor) => tf.square(x), anything);
  expectType<tf.Tensor>()(y);
  expectType<typeof anything>()(gradient);
  const [, [first, second]] = valueAndGradient((a: tf.Tensor, b) => tf.mul(a, b), [anything, vector]);
  expectType<typeof anything>()(first);
  expectType<tf.Tensor1D>()(second);
  checkGradients((x: tf.Tensor) => tf.square(x), anything);
  checkGradients((x: tf.Tensor, y) => tf.mul(x, y), [anything, 2]);
  hessianVectorProduct((x: tf.Tensor) => tf.sum(x), anything, anything);
}

export function structuresMapLeafByLeaf(): void {
  const literal = valueAndGradient(({w, l: [a, {b}]}) => tf.add(tf.mul(w, a), b), {
    w: matrix,
    l: [1, {b: [1, 2]}],
    none: [],
    v: matrixVariable,
    m: model,
  });
  expectType<{
    w: tf.Tensor2D;
    l: [tf.Scalar, {b: tf.Tensor1D}];
    none: [];
    v: tf.Tensor2D;
    m: tf.Tensor[];
  }>()(literal[1]);

  interface Layer {
    readonly weights: tf.Tensor2D;
    readonly bias: tf.Tensor1D;
  }
  const layer: Layer = {weights: matrix, bias: vector};
  const predict = (x: tf.Tensor, {weights, bias}: Layer): tf.Tensor => tf.add(tf.dot(x, weights), bias);
  const byInterface = valueAndGradient((at) => predict(matrix, at), layer);
  expectType<{weights: tf.Tensor2D; bias: tf.Tensor1D}>()(byInterface[1]);
  const packed = valueAndGradient(predict, [matrix, layer]);
  expectType<[tf.Tensor2D, {weights: tf.Tensor2D; bias: tf.Tensor1D}]>()(packed[1]);
  const stack: readonly Layer[] = [layer, layer];
  const stacked = valueAndGradient((layers) => layers.reduce(predict, matrix), stack, {
    autoUnpackSingleArg: false,
  });
  expectType<Array<{weights: tf.Tensor2D; bias: tf.Tensor1D}>>()(stacked[1]);
  const byName: tf.NamedTensorMap = {};
  expectType<{[name: string]: tf.Tensor}>()(valueAndGradient(() => scalar, byName)[1]);
}

export function variablesAndModels(): void {
  const [y, [ofVariable, ofModel]] = valueAndGradient(
    (v, m) => tf.mul(v, m.predict(v) as tf.Tensor),
    [matrixVariable, model],
  );
  expectType<tf.Tensor>()(y);
  expectType<tf.Tensor2D>()(ofVariable);
  expectType<tf.Tensor[]>()(ofModel);
  const returned = valueAndGradient(() => [matrixVariable, scalar], [scalar]);
  expectType<[tf.Tensor2D, tf.Scalar]>()(returned[0]);
}

export function theStructureOfY(): void {
  const tuple = valueAndGradient((x) => [x, tf.sum<tf.Scalar>(x)], vector);
  expectType<[tf.Tensor1D, tf.Scalar]>()(tuple[0]);
  const object = valueAndGradient((x) => ({a: x, b: [x, {c: scalar}]}), vector);
  expectType<{a: tf.Tensor1D; b: [tf.Tensor1D, {c: tf.Scalar}]}>()(object[0]);
  const list = valueAndGradient((x): tf.Tensor[] => [x], vector);
  expectType<tf.Tensor[]>()(list[0]);
  const either = valueAndGradient((x) => (flag ? x : scalar), vector);
  expectType<tf.Tensor1D | tf.Scalar>()(either[0]);
}

export function argnums(): void {
  const one = valueAndGradient(
    (x, n) => {
      expectType<tf.Tensor1D>()(x);
      expectType<3>()(n);
      return tf.mul(x, n);
    },
    [vector, 3],
    {argnums: 0},
  );
  expectType<[y: tf.Tensor, dydx: tf.Tensor1D]>()(one);
  const list = valueAndGradient((x, _mode, z) => tf.mul(x, z), [vector, 'mean', matrix], {argnums: [2, 0]});
  expectType<[y: tf.Tensor, dydx: [tf.Tensor2D, tf.Tensor1D]]>()(list);
  const none = valueAndGradient((x, y) => tf.mul(x, y), [vector, 3]);
  expectType<[tf.Tensor1D, tf.Scalar]>()(none[1]);
  const single = valueAndGradient((x) => tf.square(x), vector, {argnums: 0});
  expectType<tf.Tensor1D>()(single[1]);
  const listOfOne = valueAndGradient((x) => tf.square(x), vector, {argnums: [0]});
  expectType<[tf.Tensor1D]>()(listOfOne[1]);
  const fromTheEnd = valueAndGradient((x) => tf.square(x), [vector], {argnums: -1});
  expectType<tf.Tensor1D>()(fromTheEnd[1]);
  const position: number = 0;
  const unknownPosition = valueAndGradient((x: tf.Tensor) => x, [vector, 'text'], {argnums: position});
  expectType<tf.Tensor>()(unknownPosition[0]);
}

export function argumentsLeftOutByArgnums(): void {
  // Lists that were written out are mutable again, as the parameters of many functions are.
  expectType<tf.Tensor1D>()(valueAndGradient(tf.reshape, [vector, [2, 1]], {argnums: 0})[1]);
  const f = (x: tf.Tensor, {axes}: {axes: number[][]}): tf.Tensor => tf.sum(x, axes[0]);
  expectType<[tf.Tensor1D]>()(valueAndGradient(f, [vector, {axes: [[0]]}], {argnums: [0]})[1]);
  class Settings {
    constructor(
      readonly rows: number[],
      private readonly secret: number,
    ) {}
    static secretOf(settings: Settings): number {
      return settings.secret;
    }
  }
  valueAndGradient((x, s) => tf.mul(x, Settings.secretOf(s)), [vector, new Settings([1], 2)], {argnums: 0});
  const rows: readonly string[] = ['a'];
  valueAndGradient((x, r) => (expectType<readonly string[]>()(r), x), [vector, rows], {argnums: 0});
}

export function hasAux(): void {
  const inferred = valueAndGradient((x) => [tf.square(x), {count: 3, x}], vector, {hasAux: true});
  expectType<[y: [tf.Tensor1D, {count: 3; x: tf.Tensor1D}], dydx: tf.Tensor1D]>()(inferred);
  const typed = valueAndGradient((x: tf.Tensor1D): [tf.Scalar, string[]] => [tf.sum(x), ['a']], [vector], {
    hasAux: true,
  });
  expectType<[y: [tf.Scalar, string[]], dydx: [tf.Tensor1D]]>()(typed);
}

export function kwargs(): void {
  const withArgs = valueAndGradient((x, {scale}) => tf.mul(x, scale), [vector], {kwargs: {scale: 2}});
  expectType<[y: tf.Tensor, dydx: [tf.Tensor1D], dydxKwargs: {scale: tf.Scalar}]>()(withArgs);
  const byDefault = valueAndGradient((x, {scale}) => tf.mul(x, scale), vector, {kwargs: {scale: matrix}});
  expectType<[y: tf.Tensor, dydx: tf.Tensor1D, dydxKwargs: {scale: tf.Tensor2D}]>()(byDefault);
  const alone = valueAndGradient(({scale}) => tf.square(scale), undefined, {kwargs: {scale: 2}});
  expectType<[y: tf.Scalar, dydxKwargs: {scale: tf.Scalar}]>()(alone);
  const noArgs = valueAndGradient(({scale}) => tf.square(scale), [], {kwargs: {scale: [1, 2]}});
  expectType<[y: tf.Tensor1D, dydxKwargs: {scale: tf.Tensor1D}]>()(noArgs);
  interface Named {
    scale: number;
    rest: {shift: tf.Tensor1D};
  }
  const byInterface: Named = {scale: 2, rest: {shift: vector}};
  const typed = valueAndGradient((x, {scale, rest}) => tf.add(tf.mul(x, scale), rest.shift), vector, {
    kwargs: byInterface,
  });
  expectType<{scale: tf.Scalar; rest: {shift: tf.Tensor1D}}>()(typed[2]);
}

export function unconnectedGradients(): void {
  const f = (x: tf.Tensor1D, m: Model): tf.Tensor => tf.mul(x, m.trainableWeights.length);
  const byDefault = valueAndGradient(f, [vector, model]);
  expectType<[tf.Tensor1D, tf.Tensor[]]>()(byDefault[1]);
  const zeros = valueAndGradient(f, [vector, model], {unconnectedGradients: 'zero'});
  expectType<[tf.Tensor1D, tf.Tensor[]]>()(zeros[1]);
  const nulls = valueAndGradient(f, [vector, model], {unconnectedGradients: 'none'});
  expectType<[tf.Tensor1D | null, Array<tf.Tensor | null>]>()(nulls[1]);
  const either = valueAndGradient((x) => x, vector, {unconnectedGradients: flag ? 'none' : 'zero'});
  expectType<tf.Tensor1D | null>()(either[1]);
  const ofKwargs = valueAndGradient((_x, {k}) => k, scalar, {kwargs: {k: 1}, unconnectedGradients: 'none'});
  expectType<{k: tf.Scalar | null}>()(ofKwargs[2]);
  // @ts-expect-error: the gradient may be null.
  nulls[1][0].dispose();
}

export function optionsThatLeaveTheResultAsItIs(): void {
  const shared = {useGradientTape: true, name: 'mine'} satisfies ValueAndGradientOptions;
  expectType<[tf.Tensor1D, tf.Scalar]>()(valueAndGradient((x, y) => tf.mul(x, y), [vector, 2], shared)[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => x, vector, {outputGradients: [1, 2]})[1]);
  expectType<tf.Tensor1D>()(valueAndGradient((x) => x, vector, {useGradientTape: flag})[1]);
}

export function nestedCalls(): void {
  const second = valueAndGradient((x) => valueAndGradient((v) => tf.exp(v), x)[1], scalar);
  expectType<[y: tf.Scalar, dydx: tf.Scalar]>()(second);
}

export function wrongArguments(): void {
  // @ts-expect-error: f is given a vector, not a matrix.
  valueAndGradient((x: tf.Tensor2D) => x, vector);
  // @ts-expect-error: f asks for a second argument.
  valueAndGradient((x: tf.Tensor, y: tf.Tensor) => tf.mul(x, y), [vector]);
  // @ts-expect-error: a number reaches f as a tensor.
  valueAndGradient((x: number) => tf.scalar(x), 2);
  // @ts-expect-error: a string cannot be differentiated.
  valueAndGradient(() => scalar, 'text');
  // @ts-expect-error: nor can one inside a list.
  valueAndGradient((x: tf.Tensor) => x, [vector, 'text']);
  // @ts-expect-error: nor one deep in a structure.
  valueAndGradient(() => scalar, {a: [vector, {b: 'text'}]});
  // @ts-expect-error: nor null.
  valueAndGradient(() => scalar, [vector, null]);
  // @ts-expect-error: nor a member that may be missing.
  valueAndGradient(() => scalar, {x: flag ? vector : undefined});
  // @ts-expect-error: nor a Promise of a tensor.
  valueAndGradient(() => scalar, [Promise.resolve(vector)]);
  // @ts-expect-error: nor a function.
  valueAndGradient(() => scalar, [vector, tf.exp]);
  // @ts-expect-error: nor an instance of a class.
  valueAndGradient(() => scalar, [vector, new Date(0)]);
  // @ts-expect-error: several arguments are passed as one list, the third parameter are the options.
  valueAndGradient(() => scalar, vector, vector);
  // @ts-expect-error: there is nothing to differentiate.
  valueAndGradient(() => scalar);
  // @ts-expect-error: a string cannot be differentiated, which is what argnums asks for.
  valueAndGradient((_x, _mode) => scalar, [vector, 'text'], {argnums: 1});
  // @ts-expect-error: nor one among others.
  valueAndGradient((_x, _mode) => scalar, [vector, 'text'], {argnums: [0, 1]});
  // @ts-expect-error: a string cannot be differentiated, and argnums does not leave it out.
  valueAndGradient(() => scalar, 'text', {argnums: 0});
  // @ts-expect-error: an argument that is left out reaches f as it is.
  valueAndGradient((x, mode: number) => tf.mul(x, mode), [vector, 'text'], {argnums: 0});
}

export function wrongFunctions(): void {
  // @ts-expect-error: y has to be a tensor.
  valueAndGradient((_x) => 3, vector);
  // @ts-expect-error: what f computes has to be returned.
  valueAndGradient((x) => void tf.square(x), vector);
  // @ts-expect-error: f cannot be asynchronous.
  valueAndGradient((x) => Promise.resolve(x), vector);
  // @ts-expect-error: each part of y has to be a tensor.
  valueAndGradient((x) => [x, 'aux'], vector);
  // @ts-expect-error: with hasAux a pair is returned.
  valueAndGradient((x) => x, vector, {hasAux: true});
  const [[, aux]] = valueAndGradient((x) => [x, 'text'], vector, {hasAux: true});
  // @ts-expect-error: this aux is no tensor.
  aux.dataSync();
  const [, gradients] = valueAndGradient((x, y) => tf.mul(x, y), [2, 3]);
  // @ts-expect-error: there are two gradients.
  gradients[2].dispose();
}

export function wrongOptions(): void {
  const f = (x: tf.Tensor): tf.Tensor => x;
  // @ts-expect-error: the option is called useGradientTape.
  valueAndGradient(f, vector, {gradientTape: true});
  // @ts-expect-error: a position is a number.
  valueAndGradient(f, [vector], {argnums: 'x'});
  // @ts-expect-error: a list of positions holds numbers.
  valueAndGradient(f, [vector], {argnums: ['x']});
  // @ts-expect-error: 'zero' is in the singular.
  valueAndGradient(f, vector, {unconnectedGradients: 'zeros'});
  // @ts-expect-error: a flag is true or false.
  valueAndGradient(f, vector, {hasAux: 1});
  // @ts-expect-error: named arguments come in an object.
  valueAndGradient(f, vector, {kwargs: 3});
  // @ts-expect-error: which is no list.
  valueAndGradient((_x, _named) => scalar, [vector], {kwargs: [1]});
  // @ts-expect-error: and no tensor.
  valueAndGradient((_x, _named) => scalar, [vector], {kwargs: vector});
  // @ts-expect-error: named arguments are differentiated, and a string cannot be.
  valueAndGradient((_x, _named) => scalar, [vector], {kwargs: {mode: 'mean'}});
  // @ts-expect-error: nor can null.
  jacobian((_x, _named) => scalar, [vector], {kwargs: {scale: null}});
  // @ts-expect-error: there are two arguments.
  valueAndGradient((_x, _y) => scalar, [vector, scalar], {argnums: 2});
  // @ts-expect-error: there are two arguments.
  hessian((_x, _y) => scalar, [vector, scalar], {argnums: [0, 2]});
  // @ts-expect-error: there is one argument.
  valueAndGradient(f, vector, {argnums: 1});
  // @ts-expect-error: f is called with kwargs as its last parameter, which is no tensor.
  valueAndGradient((x: tf.Tensor, k: tf.Tensor) => tf.mul(x, k), [vector], {kwargs: {k: 1}});
}

export function namingGradients(): void {
  const [, nulls] = valueAndGradient(() => scalar, [variable, matrixVariable], {
    unconnectedGradients: 'none',
  });
  expectType<tf.NamedTensorMap & Record<string, tf.Variable>>()(namedGradients([variable], [nulls[0]]));
  const [, gradients] = valueAndGradient((_m) => scalar, model);
  const named = namedGradients(model, gradients);
  tf.train.sgd(0.1).applyGradients(named);
  tf.train.momentum(0.1, 0.9).applyGradients(named);
  tf.train.adagrad(0.1).applyGradients(named);
  tf.train.adadelta().applyGradients(named);
  tf.train.adam().applyGradients(named);
  tf.train.adamax().applyGradients(named);
  tf.train.rmsprop(0.1).applyGradients(named);
  const [layer] = model.layers;
  if (layer) namedGradients(layer, valueAndGradient((_l) => scalar, layer)[1]);
  // @ts-expect-error: a tensor has no name to be applied by.
  namedGradients([tensor], gradients);
  // @ts-expect-error: the gradient of a single variable is a tensor, not a list.
  namedGradients(variable, gradients);
  namedGradients({m: model, v: [variable]}, {m: gradients, v: [null]});
  // @ts-expect-error: the structures differ.
  namedGradients({m: model, v: [variable]}, {m: gradients, v: null});
  // @ts-expect-error: the weights of a model are no variables; pass the model.
  namedGradients(model.trainableWeights, gradients);
  // @ts-expect-error: a gradient is a tensor or null.
  namedGradients([variable], [1]);
  // @ts-expect-error: of packed arguments, pass the gradients of the model alone.
  namedGradients(model, valueAndGradient((_m) => scalar, [model])[1]);
}

export function checkingGradients(): void {
  checkGradients((x) => (expectType<tf.Scalar>()(x), x), [1.5]);
  checkGradients((x, {b}) => tf.mul(x, b), [matrix, {b: 1}], {
    order: 1,
    epsilon: 0.1,
    tolerance: 0.1,
    seed: 3,
  });
  // @ts-expect-error: f has to return a tensor.
  checkGradients((_x) => 3, [1.5]);
  // @ts-expect-error: a string cannot be differentiated.
  checkGradients((x: tf.Tensor) => x, [1, 'text']);
  // @ts-expect-error: f is given a vector, not a matrix.
  checkGradients((x: tf.Tensor2D) => x, vector);
  // @ts-expect-error: the option is called order.
  checkGradients((x) => x, vector, {orders: 2});
}

export function vectorsOfAHessian(): void {
  const f = (x: tf.Tensor): tf.Scalar => tf.sum(x);
  expectType<tf.Tensor1D>()(hessianVectorProduct(f, vector, [1, 2]));
  expectType<tf.Tensor1D>()(hessianVectorProduct(f, vector, new Float32Array(2)));
  expectType<tf.Scalar>()(hessianVectorProduct(f, 2, 1));
  expectType<tf.Tensor[]>()(hessianVectorProduct((...xs) => tf.sum(tf.addN(xs)), tensors, tensors));
  const two = hessianVectorProduct((x, {y}) => tf.sum(tf.mul(x, y)), [vector, {y: 1}], [[1, 2], {y: scalar}]);
  expectType<[tf.Tensor1D, {y: tf.Scalar}]>()(two);
  const one = hessianVectorProduct((x, _mode) => tf.sum(x), [vector, 'text'], vector, {argnums: 0});
  expectType<tf.Tensor1D>()(one);
  hessianVectorProduct((x, {k}) => tf.sum(tf.mul(x, k)), [vector], [[vector], {k: 1}], {kwargs: {k: 1}});
  // @ts-expect-error: the third parameter are the vectors, the fourth the options.
  hessianVectorProduct(f, vector, {name: 'mine'});
  // @ts-expect-error: null is no vector.
  hessianVectorProduct(f, vector, null);
  // @ts-expect-error: there are two arguments.
  hessianVectorProduct((x, _y) => tf.sum(x), [vector, scalar], [vector]);
}

interface Moments {
  mu: tf.Tensor;
  sigma: tf.Tensor1D;
}

export function interfacesAsOutputs(): void {
  const [{sigma}] = valueAndGradient((x): Moments => ({mu: x, sigma: tf.exp(x)}), vector);
  expectType<tf.Tensor1D>()(sigma);
  // @ts-expect-error: a member of the output is no tensor.
  valueAndGradient((x): {mu: tf.Tensor; note: string} => ({mu: x, note: 'text'}), vector);
}
