import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {
  batchJacobian,
  graph,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, inScope, shown, type F} from './agreement.js';
import {countKnown} from './count-known.js';
import {onEachGraphBackend} from './graph-backends.js';

type Loose = (...parameters: unknown[]) => unknown;
const loose = (f: unknown): Loose => f as Loose;

/** A call, the `count`-th, of `h`, which is `f` or a graph function of it. */
interface Case {
  readonly f: F;
  readonly call: (h: F, count: number) => unknown;
}

const square = (x: tf.Tensor): tf.Tensor => tf.square(x);
const product = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mul(tf.exp(x), y);
const sumOfSquares = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.square(x), x));
const row = (count: number): tf.Tensor => tf.tensor1d([count / 4, 1]);
const rows = (count: number): tf.Tensor => tf.tensor2d([[count / 4, 1]]);

const known: Readonly<Record<string, Case>> = {
  'g(x)': {f: square, call: (h, count) => loose(h)(row(count))},
  'g(x, {y})': {
    f: (x: tf.Tensor, {y}: {y: tf.Tensor}) => [tf.mul(x, y)],
    call: (h, count) => loose(h)(row(count), {y: row(1)}),
  },
  'valueAndGradient(g, x)': {f: square, call: (h, count) => differentiate(h, row(count))},
  'valueAndGradient(g, [x, number])': {f: product, call: (h, count) => differentiate(h, [row(1), count])},
  'valueAndGradient with options that are equal': {
    f: product,
    call: (h, count) => differentiate(h, [row(count), row(1)], {argnums: [1], outputGradients: row(2)}),
  },
  'valueAndGradient with outputGradients that are another number': {
    f: sumOfSquares,
    call: (h, count) => differentiate(h, [row(count)], {outputGradients: count}),
  },
  'valueAndGradient with a structure of outputGradients': {
    f: (x: tf.Tensor) => ({a: tf.sum(x), b: [tf.square(x)]}),
    call: (h, count) => differentiate(h, [row(count)], {outputGradients: {a: count, b: [row(count)]}}),
  },
  'valueAndGradient with kwargs and aux': {
    f: (x: tf.Tensor, {scale}: {scale: tf.Tensor}) => [tf.mul(x, scale), {x, text: 'text'}],
    call: (h, count) => differentiate(h, [row(count)], {kwargs: {scale: count}, hasAux: true}),
  },
  'valueAndGradient(g, [list of numbers])': {
    f: square,
    call: (h, count) => differentiate(h, [[count, 1]]),
  },
  'valueAndGradient(g, [typed array])': {
    f: square,
    call: (h, count) => differentiate(h, [Float32Array.of(count, 1)]),
  },
  'valueAndGradient(g, [list of lists of numbers, Float64Array])': {
    f: (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, tf.reshape(y, [2, 1])),
    call: (h, count) => differentiate(h, [[[count, 1], [2, count]], Float64Array.of(1, count)]), // prettier-ignore
  },
  'valueAndGradient with outputGradients that are a list of numbers': {
    f: square,
    call: (h, count) => differentiate(h, [row(count)], {outputGradients: [count, 2]}),
  },
  'valueAndGradient with outputGradients that are a list of numbers, one for each output': {
    f: (x: tf.Tensor) => [tf.sum(x), tf.sum(tf.square(x))],
    call: (h, count) => differentiate(h, [row(count)], {outputGradients: [count, 2]}),
  },
  'jacobian(g, x)': {f: square, call: (h, count) => loose(jacobian)(h, row(count))},
  'batchJacobian(g, x)': {f: square, call: (h, count) => loose(batchJacobian)(h, rows(count))},
  'valueAndBatchJacobian(g, x)': {
    f: square,
    call: (h, count) => loose(valueAndBatchJacobian)(h, rows(count)),
  },
  'hessian(g, x)': {f: sumOfSquares, call: (h, count) => loose(hessian)(h, row(count))},
  'hessianVectorProduct(g, x, v)': {
    f: sumOfSquares,
    call: (h, count) => loose(hessianVectorProduct)(h, row(count), row(1)),
  },
  'hessianVectorProduct(g, x, list of numbers)': {
    f: sumOfSquares,
    call: (h, count) => loose(hessianVectorProduct)(h, row(count), [count, 2]),
  },
  'hessianVectorProduct(g, [list of numbers, number], [typed array, number])': {
    f: (x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.mul(tf.pow(x, 3), y)),
    call: (h, count) =>
      loose(hessianVectorProduct)(h, [[count, 1], 2], [Float32Array.of(3, count), count]), // prettier-ignore
  },
  'hessianVectorProduct of a list of arguments, with a list of numbers': {
    f: (x: tf.Tensor, y: tf.Tensor) => tf.mul(tf.pow(x, 3), y),
    call: (h, count) => loose(hessianVectorProduct)(h, [tf.scalar(count), 2], [3, count]),
  },
};

const WARM_UP = 3;
const CALLS = 5;

onEachGraphBackend('after three calls the request is recognised by its guard, and answered right:', () => {
  const expectKnown = ({f, call}: Case, times: number): void => {
    inScope(() => {
      const g = graph(f);
      for (let count = 1; count <= WARM_UP; count++) call(g, count);
      const counted = countKnown(g);
      for (let count = 2; count < 2 + CALLS; count++)
        expectNumbers(shown(call(g, count)), shown(call(f, count)));
      expect(counted()).to.equal(times);
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([WARM_UP + CALLS]);
      g.dispose();
    });
  };

  for (const [title, given] of Object.entries(known)) it(title, () => expectKnown(given, CALLS));

  it('not while a tape records, nor while another graph function is traced', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor) => tf.pow(x, 3));
      const gradient = (x: tf.Tensor): tf.Tensor => (differentiate(g, x) as [tf.Tensor, tf.Tensor])[1];
      for (let count = 1; count <= WARM_UP + 1; count++) gradient(tf.scalar(count));
      const counted = countKnown(g);
      expectNumbers(tf.grad(gradient)(tf.scalar(2)), 12);
      const outer = graph((x: tf.Tensor) => tf.mul(gradient(x), 2));
      outer(tf.scalar(2));
      expect(counted()).to.equal(0);
      expectNumbers(outer(tf.scalar(3)), 54);
      expectNumbers(outer(tf.scalar(4)), 96);
      expect(counted()).to.equal(0);
      gradient(tf.scalar(2));
      expect(counted()).to.equal(1);
      outer.dispose();
      g.dispose();
    });
  });

  it('not by the guard of another public function', () => {
    inScope(() => {
      const g = graph(square);
      for (let count = 1; count <= WARM_UP + 1; count++) g(row(count));
      const counted = countKnown(g);
      expectNumbers(differentiate(g, row(4)), [
        [1, 1],
        [2, 2],
      ]);
      expectNumbers(jacobian(g, row(4)), [
        [2, 0],
        [0, 2],
      ]);
      expect(counted()).to.equal(0);
      g.dispose();
    });
  });
});
