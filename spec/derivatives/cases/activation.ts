import * as tf from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {mixed} from '../data.js';

type Unary = (x: Tensor) => Tensor;

const smooth: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['gelu', (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))],
  [
    'gelu by tanh',
    (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(0.8, tf.add(x, tf.mul(0.045, tf.pow(x, 3))))), 1)),
  ],
  ['logSigmoid', tf.logSigmoid],
  ['logSigmoid of an intermediate result', (x) => tf.logSigmoid(tf.mul(x, 2))],
  ['mish', (x) => tf.mul(x, tf.tanh(tf.softplus(x)))],
  ['sigmoid', tf.sigmoid],
  ['softplus', tf.softplus],
  ['softsign', (x) => tf.div(x, tf.add(tf.abs(x), 1))],
  ['swish', (x) => tf.mul(x, tf.sigmoid(x))],
  ['tanh', tf.tanh],
];

const piecewise: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['elu', tf.elu],
  ['hard sigmoid', (x) => tf.clipByValue(tf.add(tf.mul(0.2, x), 0.5), 0, 1)],
  ['hard swish', (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6))],
  ['leakyRelu', (x) => tf.leakyRelu(x)],
  ['leakyRelu, alpha 0', (x) => tf.leakyRelu(x, 0)],
  ['leakyRelu, alpha', (x) => tf.leakyRelu(x, 0.6)],
  ['relu', tf.relu],
  ['relu6', tf.relu6],
  ['selu', tf.selu],
  ['thresholded relu', (x) => tf.mul(x, tf.cast(tf.greater(x, 0.9), 'float32'))],
];

/** On both sides of 0 and of 6, and further than the steps of the check from either. */
const bothSides = (): Tensor[] => [tf.tensor2d([-4.5, -1.3, -0.4, 0.6, 1.7, 6.6], [2, 3])];

const infiniteSlope: ReadonlyArray<readonly [title: string, f: Unary]> = [
  ['relu', tf.relu],
  ['relu6', tf.relu6],
];

const wasmPrelu = "tfjs's wasm kernel broadcasts alpha only along leading axes";
const preluShapes: ReadonlyArray<
  readonly [title: string, x: number[], alpha: number[], skip?: DerivativeCase['skip']]
> = [
  ['equal shapes', [2, 3], [2, 3]],
  ['alpha a row', [2, 3], [3]],
  ['alpha a column', [2, 3], [2, 1], {wasm: wasmPrelu}],
  ['alpha scalar', [4], []],
  ['alpha by channel', [1, 2, 2, 3], [1, 1, 3]],
  ['x broadcast', [3], [2, 3], {wasm: wasmPrelu}],
  ['both broadcast', [2, 1, 2], [3, 1], {wasm: wasmPrelu}],
];

export const cases: readonly DerivativeCase[] = [
  ...smooth.map(([title, f]) => ({title, f, args: () => [mixed([2, 3])]})),
  ...piecewise.flatMap(([title, f]) => [
    {title, f, args: bothSides},
    {title: `${title}, and a function of it`, f: (x: Tensor) => tf.sin(f(x)), args: bothSides},
  ]),
  ...infiniteSlope.map(([title, f]) => ({
    title: `${title}, before a function with infinite slope`,
    f: (x: Tensor) => tf.sqrt(f(x)),
    args: () => [tf.tensor1d([-1, 0.8, 1.5])],
  })),
  ...preluShapes.map(([title, x, alpha, skip]) => ({
    title: `prelu, ${title}`,
    f: (a: Tensor, b: Tensor) => tf.exp(tf.prelu(a, b)),
    args: () => [mixed(x), mixed(alpha, 2)],
    ...(skip === undefined ? {} : {skip}),
  })),
  {title: 'prelu, linear', f: (x, alpha) => tf.prelu(x, alpha), args: () => [mixed([2, 3]), mixed([3], 2)]},
  {
    // exp overflows at 89; the derivatives on the branch that is not selected must not.
    title: 'selu, large',
    f: (x) => tf.sin(tf.mul(tf.selu(x), 0.01)),
    args: () => [tf.tensor1d([100, 60, -30])],
    epsilon: 0.1,
  },
  {
    title: 'sigmoid and softplus, saturated',
    f: (x) => tf.mul(x, tf.mul(tf.sigmoid(x), tf.softplus(x))),
    args: () => [tf.tensor1d([100, -100, 3])],
    epsilon: 0.1,
  },
  {title: 'dropout, seeded', f: (x) => tf.exp(tf.dropout(x, 0.4, undefined, 3)), args: () => [mixed([2, 3])]},
  {
    title: 'dropout, noise broadcast',
    f: (x) => tf.exp(tf.dropout(x, 0.4, [2, 1], 3)),
    args: () => [mixed([2, 3])],
  },
];
