import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {hessian, hessianVectorProduct, valueAndGradient} from '../../src/index.js';
import {
  disposeAll,
  expectNumbers,
  expectOwned,
  expectThrow,
  numbersIn,
  onEachBackend,
  scoped,
} from '../support.js';

const rosenbrock = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.add(tf.square(tf.sub(1, a)), tf.mul(100, tf.square(tf.sub(b, tf.square(a)))));

/** A scalar that mixes all the elements of a vector. */
const mixing = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.exp(tf.sin(x)), tf.cumsum(tf.square(x))));

onEachBackend('hessian', () => {
  it(
    "is right for Rosenbrock's function",
    scoped(() => {
      const [a, b] = [1.2, 0.7];
      expectNumbers(hessian(rosenbrock, [a, b]), [
        [2 - 400 * (b - 3 * a * a), -400 * a],
        [-400 * a, 200],
      ]);
      expectNumbers(
        hessian((x) => tf.sum(rosenbrock(tf.slice(x, 0, 1), tf.slice(x, 1, 1))), tf.tensor1d([a, b])),
        [
          [2 - 400 * (b - 3 * a * a), -400 * a],
          [-400 * a, 200],
        ],
      );
    }),
  );

  it(
    'is symmetric, of shape [...X, ...X]',
    scoped(() => {
      const x = tf.tensor2d([
        [0.1, -0.4],
        [0.7, 0.3],
      ]);
      const h = hessian((v) => mixing(tf.reshape(v, [4])), x);
      expect(h.shape).to.deep.equal([2, 2, 2, 2]);
      const square = tf.reshape(h, [4, 4]);
      expectNumbers(square, numbersIn(tf.transpose(square)), 1e-3);
    }),
  );

  it(
    'has the structure of the arguments within that of the arguments',
    scoped(() => {
      const f = ({x, y}: {x: tf.Tensor; y: tf.Tensor}): tf.Tensor => tf.sum(tf.mul(tf.square(x), y));
      expectNumbers(hessian(f, {x: tf.tensor1d([1, 2]), y: tf.scalar(3)}), {
        x: {
          x: [
            [6, 0],
            [0, 6],
          ],
          y: [2, 4],
        },
        y: {x: [2, 4], y: 0},
      });
    }),
  );

  it(
    'is null where y does not depend on an argument, and zero where it is linear',
    scoped(() => {
      const f = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.add(tf.square(x), tf.mul(y, 3));
      expectNumbers(
        hessian((x: tf.Tensor, y: tf.Tensor, _unused: tf.Tensor) => f(x, y), [1, 2, 3]),
        [
          [2, 0, null],
          [0, 0, null],
          [null, null, null],
        ],
      );
      expectNumbers(
        hessian((x: tf.Tensor, _unused: tf.Tensor) => tf.square(x), [1, 2], {unconnectedGradients: 'zero'}),
        [
          [2, 0],
          [0, 0],
        ],
      );
    }),
  );

  it(
    'takes aux, argnums and kwargs',
    scoped(() => {
      const f = (x: tf.Tensor, n: number, {scale}: {scale: tf.Tensor}): [tf.Tensor, string] => [
        tf.mul(tf.pow(x, n), scale),
        'aux',
      ];
      expectNumbers(hessian(f, [2, 3], {argnums: [0], kwargs: {scale: 5}, hasAux: true}), [
        [[[[60], {scale: 12}]], {scale: [[12], {scale: 0}]}],
        'aux',
      ]);
    }),
  );

  it(
    'is differentiable again',
    scoped(() => {
      const third = valueAndGradient(
        (x: tf.Tensor) => hessian((v: tf.Tensor) => tf.exp(tf.mul(v, 2)), x),
        tf.scalar(0.1),
      )[1];
      expectNumbers(third, 8 * Math.exp(0.2));
    }),
  );

  it('refuses a y that is no scalar', () => {
    const x = tf.ones([2]);
    expectThrow(
      () => hessian((v) => v, x),
      /^hessian: y: expected f to return a scalar, got a tensor of shape \[2\]/,
    );
    expectThrow(
      () => hessian((v) => [tf.sum(v)] as never, x),
      /^hessian: y: expected .* scalar, got a list of 1/,
    );
    x.dispose();
  });

  it('leaves nothing but its results', () => {
    const x = tf.tensor1d([1, 2]);
    disposeAll(
      expectOwned(() => hessian((v, w) => [tf.sum(tf.mul(tf.exp(v), w)), {v}], [x, 3], {hasAux: true})),
    );
    disposeAll(expectOwned(() => hessianVectorProduct(mixing, x, [1, 2])));
    x.dispose();
  });
});

onEachBackend('hessianVectorProduct', () => {
  it(
    'is the Hessian times the vector',
    scoped(() => {
      const x = tf.tensor1d([0.3, -0.8, 1.1]);
      const vector = tf.tensor1d([0.5, -1, 2]);
      const expected = tf.dot(hessian(mixing, x), vector);
      expectNumbers(hessianVectorProduct(mixing, x, vector), numbersIn(expected), 1e-3);
    }),
  );

  it(
    'takes and gives the structure of the arguments',
    scoped(() => {
      expectNumbers(hessianVectorProduct(rosenbrock, [1.2, 0.7], [1, 2]), [
        2 - 400 * (0.7 - 4.32) - 960,
        -480 + 400,
      ]);
      const f = ({x}: {x: tf.Tensor}): [tf.Tensor, number] => [tf.sum(tf.pow(x, 3)), 7];
      expectNumbers(hessianVectorProduct(f, {x: tf.tensor1d([1, 2])}, {x: [1, -1]}, {hasAux: true}), [
        {x: [6, -12]},
        7,
      ]);
    }),
  );

  it(
    'is zero where f is linear, and null where it does not depend on an argument',
    scoped(() => {
      const f = (x: tf.Tensor, _unused: tf.Tensor): tf.Tensor => tf.mul(x, 3);
      expectNumbers(hessianVectorProduct(f, [1, 2], [1, 1]), [0, null]);
    }),
  );

  it(
    'takes a direction that is the argument for a constant',
    scoped(() => {
      const x = tf.tensor1d([1, 2]);
      expectNumbers(
        hessianVectorProduct((v) => tf.sum(tf.pow(v, 3)), x, x),
        [6, 24],
      );
      const outer = valueAndGradient(
        (v: tf.Tensor) => hessianVectorProduct((w) => tf.sum(tf.pow(w, 3)), v, v),
        x,
      );
      expectNumbers(
        outer,
        [
          [6, 24],
          [12, 24],
        ],
        1e-3,
      );
    }),
  );

  it('refuses vectors that do not fit the arguments', () => {
    expectThrow(
      () => hessianVectorProduct((x) => tf.sum(x), [[1, 2]], [[1, 2, 3]]),
      /^hessianVectorProduct: vectors\[0\]: expected a tensor of shape \[2\], like the arguments, got one of shape \[3\]/,
    );
    expectThrow(
      () => hessianVectorProduct((x) => x, [1], undefined as never),
      /vectors: expected a list of 1.*got undefined/,
    );
  });
});
