import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, mixed} from '../data.js';

/** Far from singular, so that the decompositions are smooth around it. */
const regular = (rows: number, columns: number, batch: number[] = []): tf.Tensor =>
  tf.add(tf.eye(rows, columns), tf.mul(mixed([...batch, rows, columns]), 0.3));

const bands: ReadonlyArray<readonly [shape: number[], lower: number, upper: number]> = [
  [[3, 3], 0, 0],
  [[3, 3], -1, 0],
  [[3, 3], 0, -1],
  [[3, 4], 1, 1],
  [[2, 3, 2], 1, 0],
];

const decompositions: ReadonlyArray<readonly [title: string, fullMatrices: boolean, args: () => tf.Tensor]> =
  [
    ['of a square matrix', false, () => regular(2, 2)],
    ['of a tall matrix', false, () => regular(3, 2)],
    ['of a tall matrix, full', true, () => regular(3, 2)],
    ['of a wide matrix', false, () => regular(2, 3)],
    ['of square matrices', false, () => regular(2, 2, [2])],
  ];

export const cases: readonly DerivativeCase[] = [
  ...bands.map(([shape, lower, upper]) => ({
    title: `linalg.bandPart of shape [${shape}], ${lower} below and ${upper} above`,
    f: (a: tf.Tensor) => bend(tf.linalg.bandPart(a, lower, upper)),
    args: () => [mixed(shape)],
  })),
  {
    title: 'linalg.bandPart, scalars for the bounds',
    f: (a) => bend(tf.linalg.bandPart(a, tf.scalar(1, 'int32'), tf.scalar(-1, 'int32'))),
    args: () => [mixed([3, 3])],
  },
  {
    title: 'linalg.gramSchmidt of a matrix',
    f: (x) => tf.linalg.gramSchmidt(x as tf.Tensor2D) as tf.Tensor,
    args: () => [regular(2, 3)],
  },
  {
    title: 'linalg.gramSchmidt of a list',
    f: (...vectors) => tf.linalg.gramSchmidt(vectors as tf.Tensor1D[]) as tf.Tensor1D[],
    args: () => [tf.tensor([1, 0.2, -0.3]), tf.tensor([0.4, 0.9, 0.2])],
  },
  ...decompositions.map(([title, fullMatrices, args]) => ({
    title: `linalg.qr ${title}`,
    f: (x: tf.Tensor) => tf.linalg.qr(x, fullMatrices),
    args: () => [args()],
  })),
  {title: 'diag of a vector', f: (x) => bend(tf.diag(x)), args: () => [mixed([3])]},
  {title: 'diag of a matrix', f: (x) => bend(tf.diag(x)), args: () => [mixed([2, 2])]},
  {title: 'diag of one entry', f: (x) => bend(tf.diag(x)), args: () => [mixed([1])]},
  {
    title: 'trace of a product with eye',
    f: (x) => bend(tf.sum(tf.mul(tf.matMul(x, x), tf.eye(2)))),
    args: () => [mixed([2, 2])],
  },
];
