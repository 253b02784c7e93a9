import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {between, mixed} from '../data.js';

type Make = (shape: number[]) => Tensor;
type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

const unary: ReadonlyArray<readonly [title: string, f: Unary, low: number, high: number]> = [
  ['abs', (x) => tf.exp(tf.abs(x)), -2, -0.2],
  ['acos', tf.acos, -0.8, 0.8],
  ['acosh', tf.acosh, 1.5, 3],
  ['asin', tf.asin, -0.8, 0.8],
  ['asinh', tf.asinh, -2, 2],
  ['atan', tf.atan, -2, 2],
  ['atanh', tf.atanh, -0.8, 0.8],
  ['cast to float32', (x) => tf.exp(tf.cast(x, 'float32')), -1, 1],
  ['clone', (x) => tf.exp(tf.clone(x)), -1, 1],
  ['cos', tf.cos, -3, 3],
  ['cosh', tf.cosh, -2, 2],
  ['cube root', (x) => tf.mul(tf.sign(x), tf.pow(tf.abs(x), 1 / 3)), -2, -0.5],
  ['erf', tf.erf, 0.2, 1.5],
  ['exp', tf.exp, -1, 1],
  ['expm1', tf.expm1, -1, 1],
  ['log', tf.log, 0.5, 2],
  ['log1p', tf.log1p, -0.5, 2],
  ['neg', (x) => tf.exp(tf.neg(x)), -1, 1],
  ['reciprocal', tf.reciprocal, -3, -0.7],
  ['rsqrt', tf.rsqrt, 0.7, 3],
  ['sin', tf.sin, -3, 3],
  ['sinh', tf.sinh, -2, 2],
  ['sqrt', tf.sqrt, 0.7, 3],
  ['square', tf.square, -2, 2],
  ['square of a square', (x) => tf.square(tf.square(x)), -2, 2],
  ['tan', tf.tan, -1, 1],
  ['tanh', tf.tanh, -2, 2],
];

/** Constant almost everywhere: their derivative is seen only through what they multiply. */
const stepped: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['cast to bool', (x) => tf.cast(x, 'bool')],
  ['cast to int32', (x) => tf.cast(x, 'int32')],
  ['ceil', tf.ceil],
  ['fill', (x) => tf.fill(x.shape, 3)],
  ['floor', tf.floor],
  ['isFinite', tf.isFinite],
  ['isInf', (x) => tf.logicalNot(tf.isInf(x))],
  ['isNaN', (x) => tf.logicalNot(tf.isNaN(x))],
  ['onesLike', tf.onesLike],
  ['round', tf.round],
  ['sign', tf.sign],
  ['step', (x) => tf.step(x)],
  ['step, alpha', (x) => tf.step(x, -0.5)],
  ['zerosLike', (x) => tf.add(tf.zerosLike(x), 2)],
];

const awayFromSteps = (): Tensor[] => [tf.tensor2d([-1.7, -0.4, 0.3, 0.8, 1.4, 2.7], [2, 3])];
const times =
  (f: Unary): Unary =>
  (x) =>
    tf.mul(tf.exp(x), tf.cast(f(x), 'float32'));

const any: Make = (shape) => mixed(shape);
const positive: Make = (shape) => between(0.6, 2, shape, 2);
/** Multiples of 0.4, and between those: never closer than 0.2, however they are broadcast. */
const lattice: Make = (shape) => tf.mul(tf.floor(between(-3, 3, shape)), 0.4);
const offLattice: Make = (shape) => tf.add(tf.mul(tf.floor(between(-3, 3, shape, 2)), 0.4), 0.2);
/** About 1, 3, 5, -1…, and about 2: no quotient is near an integer. */
const aboutOdd: Make = (shape) =>
  tf.add(tf.mul(tf.floor(between(-2, 3, shape)), 2), between(0.9, 1.1, shape, 2));
const aboutTwo: Make = (shape) => between(1.9, 2.1, shape, 3);

const binary: ReadonlyArray<readonly [title: string, f: Binary, a: Make, b: Make]> = [
  ['add', (a, b) => tf.exp(tf.add(a, b)), any, positive],
  ['atan2', tf.atan2, any, positive],
  ['atan2, b negative', (a, b) => tf.atan2(a, tf.neg(b)), any, positive],
  ['div', tf.div, any, positive],
  ['divNoNan', tf.divNoNan, any, positive],
  ['floorDiv', (a, b) => tf.mul(tf.mul(a, tf.exp(b)), tf.floorDiv(a, b)), aboutOdd, aboutTwo],
  ['maximum', (a, b) => tf.exp(tf.maximum(a, b)), lattice, offLattice],
  ['minimum', (a, b) => tf.exp(tf.minimum(a, b)), lattice, offLattice],
  ['mod', (a, b) => tf.sin(tf.mod(a, b)), aboutOdd, aboutTwo],
  ['mod, b negative', (a, b) => tf.sin(tf.mod(a, tf.neg(b))), aboutOdd, aboutTwo],
  ['mul', (a, b) => tf.exp(tf.mul(a, b)), any, positive],
  ['pow', tf.pow, positive, any],
  ['squaredDifference', (a, b) => tf.exp(tf.squaredDifference(a, b)), any, positive],
  ['sub', (a, b) => tf.exp(tf.sub(a, b)), any, positive],
];

const broadcasts: ReadonlyArray<readonly [title: string, a: number[], b: number[]]> = [
  ['equal shapes', [2, 3], [2, 3]],
  ['scalars', [], []],
  ['a scalar', [], [4]],
  ['b scalar', [2, 2], []],
  ['a broadcast', [3], [2, 3]],
  ['b broadcast', [2, 3], [1, 3]],
  ['both broadcast', [2, 1, 2], [3, 1]],
  ['both broadcast, rank 4', [1, 2, 1, 2], [2, 1, 2, 1]],
];

/** The bare operation, of which there is nothing left after one derivative or two. */
const plain: ReadonlyArray<readonly [title: string, f: Binary, a: Make, b: Make]> = [
  ['maximum', tf.maximum, lattice, offLattice],
  ['minimum', tf.minimum, lattice, offLattice],
  ['mod', tf.mod, aboutOdd, aboutTwo],
  ['squaredDifference', tf.squaredDifference, any, positive],
];

/** Steps half-way between the points of the two lattices. */
const toInteger = (x: Tensor): Tensor => tf.cast(tf.add(tf.mul(x, 2.5), 8.25), 'int32');

const comparisons: ReadonlyArray<readonly [title: string, f: Binary]> = [
  ['equal', (a, b) => tf.logicalNot(tf.equal(a, b))],
  ['greater', tf.greater],
  ['greaterEqual', tf.greaterEqual],
  ['greaterEqual of integers', (a, b) => tf.greaterEqual(toInteger(a), toInteger(b))],
  ['less', tf.less],
  ['lessEqual', tf.lessEqual],
  ['notEqual', tf.notEqual],
  [
    'bitwiseAnd',
    (a, b) => tf.bitwiseAnd(toInteger(tf.add(a, tf.zerosLike(b))), toInteger(tf.add(b, tf.zerosLike(a)))),
  ],
  ['logicalAnd', (a, b) => tf.logicalAnd(tf.greater(a, 0.1), tf.less(b, 0.1))],
  ['logicalOr', (a, b) => tf.logicalOr(tf.greater(a, 0.1), tf.less(b, 0.1))],
  ['logicalXor', (a, b) => tf.logicalXor(tf.greater(a, 0.1), tf.less(b, 0.1))],
];

const integers = (): tf.Tensor1D => tf.tensor1d([1, 2, -3], 'int32');
const withIntegers: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['add', (x) => tf.exp(tf.add(integers(), x))],
  ['atan2', (x) => tf.atan2(integers(), x)],
  ['div', (x) => tf.div(integers(), x)],
  ['div by', (x) => tf.exp(tf.div(x, integers()))],
  ['maximum', (x) => tf.exp(tf.maximum(x, integers()))],
  ['minimum', (x) => tf.exp(tf.minimum(integers(), x))],
  ['mod', (x) => tf.exp(tf.mod(x, integers()))],
  ['mul', (x) => tf.exp(tf.mul(x, integers()))],
  ['pow', (x) => tf.pow(x, integers())],
  ['pow of', (x) => tf.pow(tf.abs(integers()), x)],
  ['squaredDifference', (x) => tf.exp(tf.squaredDifference(x, integers()))],
  ['sub', (x) => tf.exp(tf.sub(integers(), x))],
  ['where', (x) => tf.exp(tf.where(tf.greater(x, 1), x, integers()))],
];

const condition = (): Tensor => tf.tensor1d([1, 0, 1], 'bool');
const matrix = (seed = 1): Tensor => mixed([2, 3], seed);
const selections: readonly DerivativeCase[] = [
  {
    title: 'where',
    f: (x, y) => tf.exp(tf.where(tf.greater(x, y), x, y)),
    args: () => [lattice([2, 3]), offLattice([2, 3])],
  },
  {
    title: 'where, linear',
    f: (x, y) => tf.where(tf.greater(x, y), x, y),
    args: () => [lattice([4]), offLattice([4])],
  },
  {
    title: 'where, condition broadcast',
    f: (x, y) => tf.exp(tf.where(condition(), x, y)),
    args: () => [matrix(), matrix(2)],
  },
  {
    title: 'where, a broadcast',
    f: (x, y) => tf.exp(tf.where(condition(), x, y)),
    args: () => [mixed([2, 1]), matrix(2)],
  },
  {
    title: 'where, b scalar',
    f: (x, y) => tf.exp(tf.where(condition(), x, y)),
    args: () => [matrix(), mixed([], 2)],
  },
  {
    title: 'where, rank 4',
    f: (x, y) => tf.exp(tf.where(condition(), x, y)),
    args: () => [mixed([1, 2, 1, 3]), mixed([2, 1, 2, 1], 2)],
  },
  {
    title: 'where, condition scalar',
    f: (x, y) => tf.exp(tf.where(tf.scalar(true), x, y)),
    args: () => [matrix(), matrix(2)],
  },
  {
    title: 'where, constant infinite',
    f: (x) => tf.exp(tf.where(tf.less(x, 2), x, Infinity)),
    args: () => [matrix()],
  },
  {
    title: 'where, before a function with infinite slope',
    f: (x) => tf.sqrt(tf.where(tf.greater(x, 0), x, 0)),
    args: () => [tf.tensor1d([-1, 0.8, 1.5])],
  },
  {
    title: 'maximum, before a function with infinite slope',
    f: (x) => tf.sqrt(tf.maximum(x, 0)),
    args: () => [tf.tensor1d([-1, 0.8, 1.5])],
  },
];

const atZero = (): Tensor[] => [tf.tensor1d([0, 0.7, -0.7])];
const powers: readonly DerivativeCase[] = [
  ...[0, 1, 2, 3, 4, 5].map((exponent) => ({
    title: `pow, exponent ${exponent}, at 0`,
    f: (x: Tensor) => tf.mul(tf.exp(x), tf.pow(x, exponent)),
    args: atZero,
  })),
  {
    title: 'pow, exponents a tensor, at 0',
    f: (x) => tf.pow(tf.reshape(x, [3, 1]), tf.tensor1d([0, 1, 2, 3])),
    args: atZero,
  },
  {
    title: 'pow, exponents int32, at 0',
    f: (x) => tf.pow(tf.reshape(x, [3, 1]), tf.tensor1d([0, 1, 2, 3], 'int32')),
    args: atZero,
  },
  {
    title: 'pow, bases 0 and below',
    f: (x) => tf.pow(tf.tensor1d([0, 2, 0.5]), x),
    args: () => [between(0.5, 2, [3])],
  },
  {
    title: 'pow, mixed derivatives at exponent 0',
    f: tf.pow as Binary,
    args: () => [positive([3]), tf.tensor1d([0, 1, 2])],
  },
  {title: 'pow, negative exponent', f: (x) => tf.pow(x, -1.5), args: () => [positive([3])]},
  {title: 'pow, same tensor', f: (x) => tf.pow(x, x), args: () => [positive([3])]},
];

const others: readonly DerivativeCase[] = [
  {title: 'addN', f: (x, y) => tf.exp(tf.addN([x, y, x])), args: () => [matrix(), matrix(2)]},
  {title: 'addN of one', f: (x) => tf.exp(tf.addN([x])), args: () => [matrix()]},
  {title: 'clipByValue', f: (x) => tf.exp(tf.clipByValue(x, -0.5, 1)), args: awayFromSteps},
  {title: 'clipByValue, linear', f: (x) => tf.clipByValue(x, -0.5, 1), args: awayFromSteps},
  {
    title: 'clipByValue, one bound infinite',
    f: (x) => tf.exp(tf.clipByValue(x, 0, Infinity)),
    args: awayFromSteps,
  },
  {title: 'mul, same tensor', f: (x) => tf.mul(x, tf.mul(x, x)), args: () => [matrix()]},
  {title: 'div, of functions of one tensor', f: (x) => tf.div(tf.sin(x), tf.exp(x)), args: () => [matrix()]},
  {title: 'several outputs', f: (x, y) => [tf.mul(x, y), tf.exp(x)], args: () => [matrix(), mixed([3], 2)]},
];

/** One on each side of the places where the rules choose. */
const chosen: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['relu', tf.relu],
  ['relu6', (x) => tf.relu6(tf.mul(x, 8))],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.3)],
  ['elu', tf.elu],
  ['selu', tf.selu],
  ['prelu', (x) => tf.prelu(x, tf.mul(x, 0.3))],
  ['clipByValue', (x) => tf.clipByValue(x, -0.5, 0.5)],
  ['maximum', (x) => tf.maximum(x, 0)],
  ['minimum', (x) => tf.minimum(x, tf.zerosLike(x))],
  ['pow', (x) => tf.pow(tf.add(x, 2), x)],
];

export const cases: readonly DerivativeCase[] = [
  ...chosen.flatMap(([title, f]) =>
    [
      [2, 1, 2, 1, 2],
      [1, 2, 1, 2, 1, 2],
    ].map((shape) => ({
      title: `${title}, rank ${shape.length}`,
      f: (x: Tensor) => tf.exp(f(x)),
      args: () => [tf.tensor([-0.9, -0.7, -0.3, 0.2, 0.3, 0.4, 0.65, 0.9], shape)],
    })),
  ),
  {
    title: 'mod of integers, by a divisor of the argument',
    // The divisor is 3 all around the argument.
    f: (x) =>
      tf.mul(tf.square(x), tf.cast(tf.mod(tf.scalar(5, 'int32'), tf.cast(tf.add(x, 3), 'int32')), 'float32')),
    args: () => [tf.tensor([0.3, 0.6])],
  },
  ...unary.map(([title, f, low, high]) => ({title, f, args: () => [between(low, high, [2, 3])]})),
  ...stepped.map(([title, f]) => ({title, f: times(f), args: awayFromSteps})),
  ...binary.flatMap(([title, f, a, b]) =>
    broadcasts.map(([shapes, left, right]) => ({
      title: `${title}, ${shapes}`,
      f,
      args: () => [a(left), b(right)],
    })),
  ),
  ...plain.map(([title, f, a, b]) => ({title: `${title}, plain`, f, args: () => [a([2, 1]), b([3])]})),
  ...comparisons.flatMap(([title, f]) =>
    [[2, 3], [3]].map((shape) => ({
      title: `${title}, ${shape.length === 1 ? 'broadcast' : 'equal shapes'}`,
      f: (a: Tensor, b: Tensor) => tf.mul(tf.exp(tf.mul(a, b)), tf.add(tf.cast(f(a, b), 'float32'), 0.5)),
      args: () => [lattice([2, 3]), offLattice(shape)],
    })),
  ),
  ...withIntegers.map(([title, f]) => ({
    title: `${title}, int32 and float32`,
    f,
    args: () => [between(0.6, 1.6, [3])],
  })),
  ...selections,
  ...powers,
  ...others,
];
