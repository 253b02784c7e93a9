import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, mixed} from '../data.js';

/** `[…batch of a, m, k] · […batch of b, k, n]`. The kernels of tfjs broadcast leading axes only. */
const batches: ReadonlyArray<readonly [a: number[], b: number[]]> = [
  [[], []],
  [[2], [2]],
  [[], [2]],
  [[2], []],
  [[1], [2]],
  [[2], [1]],
  [
    [2, 1],
    [2, 1],
  ],
  [[2], [3, 2]],
  [
    [3, 2],
    [1, 2],
  ],
  [[], [2, 2]],
  [
    [2, 2],
    [1, 1],
  ],
];

const transposes: ReadonlyArray<readonly [title: string, transposeA: boolean, transposeB: boolean]> = [
  ['', false, false],
  [', a transposed', true, false],
  [', b transposed', false, true],
  [', both transposed', true, true],
];

const matMulCases: readonly DerivativeCase[] = batches.flatMap(([batchOfA, batchOfB]) =>
  transposes.map(([title, transposeA, transposeB]) => {
    const a = [...batchOfA, ...(transposeA ? [3, 2] : [2, 3])];
    const b = [...batchOfB, ...(transposeB ? [1, 3] : [3, 1])];
    return {
      title: `matMul, [${a}] by [${b}]${title}`,
      f: (left: tf.Tensor, right: tf.Tensor) => bend(tf.matMul(left, right, transposeA, transposeB)),
      args: () => [mixed(a), mixed(b, 2)],
    };
  }),
);

/**
 * Equations which the kernel of tfjs computes rightly. With two operands the first summed axis has to be an axis of
 * both: `ij,jk->` and `ij,k->ik` give rubbish. And `ij->ij` returns the operand itself rather than a new tensor.
 */
const equations: ReadonlyArray<readonly [equation: string, ...shapes: number[][]]> = [
  ['ij->ji', [2, 3]],
  ['ij->i', [2, 3]],
  ['ij->j', [2, 3]],
  ['ij->', [2, 3]],
  ['ijk->kj', [2, 3, 2]],
  ['i,i->', [3], [3]],
  ['i,i->i', [3], [3]],
  ['i,j->ij', [2], [3]],
  ['i,j->ji', [2], [3]],
  [',ij->ji', [], [2, 3]],
  [',ij->i', [], [2, 3]],
  ['ij,jk->ik', [2, 3], [3, 2]],
  [' ij , kj -> ki ', [2, 3], [2, 3]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['ij,ij->j', [2, 3], [2, 3]],
  ['ij,j->ij', [2, 3], [3]],
  ['ij,j->i', [2, 3], [3]],
  ['bij,bjk->bik', [2, 2, 3], [2, 3, 1]],
  ['bij,jk->bik', [2, 2, 3], [3, 1]],
  ['abc,cde->adeb', [2, 1, 3], [3, 2, 1]],
  ['jki,ijk->', [2, 2, 2], [2, 2, 2]],
  ['jki,ijk->k', [2, 2, 2], [2, 2, 2]],
];

const noEinsum = {wasm: 'the wasm backend has no Einsum kernel'};

const einsumCases: readonly DerivativeCase[] = [
  ...equations.map(([equation, ...shapes]) => ({
    title: `einsum '${equation}'`,
    f: (...operands: tf.Tensor[]) => bend(tf.einsum(equation, ...operands)),
    args: () => shapes.map((shape, index) => mixed(shape, index + 1)),
    skip: noEinsum,
  })),
  {
    title: 'einsum of a tensor with itself',
    f: (x) => bend(tf.einsum('ij,jk->ik', x, x)),
    args: () => [mixed([2, 2])],
    skip: noEinsum,
  },
];

const pairs: ReadonlyArray<readonly [a: number[], b: number[]]> = [
  [[3], [3]],
  [[3], [3, 2]],
  [[2, 3], [3]],
  [
    [2, 3],
    [3, 2],
  ],
];

export const cases: readonly DerivativeCase[] = [
  ...matMulCases,
  ...einsumCases,
  ...pairs.map(([a, b]) => ({
    title: `dot, [${a}] by [${b}]`,
    f: (left: tf.Tensor, right: tf.Tensor) => bend(tf.dot(left, right)),
    args: () => [mixed(a), mixed(b, 2)],
  })),
  {
    title: 'matMul of a matrix with itself',
    f: (x) => tf.matMul(tf.matMul(x, x, true), x, false, true),
    args: () => [mixed([2, 2])],
  },
  {
    title: 'outerProduct',
    f: (a, b) => bend(tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D)),
    args: () => [mixed([2]), mixed([3], 2)],
  },
];
