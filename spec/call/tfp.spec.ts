/**
 * What TensorFlow Probability asks of `value_and_gradient` and `batch_jacobian` in its own tests
 * (`math/gradient_test.py`), restated.
 */
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {batchJacobian, valueAndGradient} from '../../src/index.js';
import {expectNumbers, numbersIn, onEachBackend, scoped} from '../support.js';

/** The divergence of the normal distribution (l1, s1) from (l2, s2). */
function klOfNormals(l1: tf.Tensor, s1: tf.Tensor, l2: tf.Tensor, s2: tf.Tensor): tf.Tensor {
  const spread = tf.div(tf.add(tf.square(s1), tf.square(tf.sub(l1, l2))), tf.mul(2, tf.square(s2)));
  return tf.sub(tf.add(tf.log(tf.div(s2, s1)), spread), 0.5);
}

onEachBackend("TensorFlow Probability's own cases", () => {
  it(
    'a single argument: x²/2',
    scoped(() => {
      const x = [-100, -50, -3, 0, 3, 50, 100];
      const result = valueAndGradient((v) => tf.div(tf.square(v), 2), tf.tensor1d(x));
      expectNumbers(result, [x.map((v) => (v * v) / 2), x]);
    }),
  );

  it(
    'a list of arguments, a list of outputs',
    scoped(() => {
      const [x, y] = [tf.linspace(0, 100, 5), tf.linspace(-100, 0, 5)];
      expectNumbers(
        valueAndGradient((a, b) => tf.mul(a, b), [x, y]),
        [
          [-0, -1875, -2500, -1875, 0],
          [numbersIn(y), numbersIn(x)],
        ],
      );
      expectNumbers(
        valueAndGradient((a, b) => [a, tf.mul(a, b)], [x, y]),
        [
          [numbersIn(x), [-0, -1875, -2500, -1875, 0]],
          [[-99, -74, -49, -24, 1], numbersIn(x)],
        ],
      );
    }),
  );

  it(
    'vectors, packed',
    scoped(() => {
      const [x, y] = [
        [2, 3, 4],
        [5, 6, 7],
      ] as const;
      expectNumbers(
        valueAndGradient((a, b) => tf.mul(a, tf.log(b)), [x, y]),
        [
          x.map((value, index) => value * Math.log(y[index] as number)),
          [y.map(Math.log), x.map((value, index) => value / (y[index] as number))],
        ],
      );
    }),
  );

  it(
    'a list that is one argument',
    scoped(() => {
      const args = [tf.tensor1d([2, 3, 4]), tf.tensor1d([5, 6, 7])] as const;
      const [, gradients] = valueAndGradient(([a, b]) => tf.mul(a, tf.log(b)), args, {
        autoUnpackSingleArg: false,
      });
      expectNumbers(gradients, [[5, 6, 7].map(Math.log), [2 / 5, 3 / 6, 4 / 7]]);
    }),
  );

  it(
    'the same tensor, or variable, in two places and in the closure',
    scoped(() => {
      const expected = [2 * Math.log(2), [1 + Math.log(2), 1 + Math.log(2)]];
      for (const x of [tf.scalar(2), tf.variable(tf.scalar(2))]) {
        expectNumbers(
          valueAndGradient((a: tf.Tensor, _b: tf.Tensor) => tf.mul(a, tf.log(x)), [x, x]),
          expected,
        );
        x.dispose();
      }
    }),
  );

  it(
    'objects that hold variables, given, closed over and named',
    scoped(() => {
      const q = {loc: tf.variable(tf.scalar(1))};
      const r = {scale: tf.variable(tf.scalar(1))};
      const one = tf.scalar(1);
      const zero = tf.scalar(0);
      const given = valueAndGradient((a, b) => klOfNormals(a.loc, one, zero, b.scale), [q, r]);
      const closed = valueAndGradient(() => klOfNormals(q.loc, one, zero, r.scale), [q, r]);
      const mixed = valueAndGradient(() => klOfNormals(q.loc, one, zero, r.scale), [q.loc, r]);
      const surplus = valueAndGradient((..._all: object[]) => klOfNormals(q.loc, one, zero, r.scale), [q, r]);
      for (const result of [given, closed, surplus]) expectNumbers(result, [0.5, [{loc: 1}, {scale: -1}]]);
      expectNumbers(mixed, [0.5, [1, {scale: -1}]]);
      const named = valueAndGradient(({loc, scale}) => klOfNormals(loc, one, zero, scale), undefined, {
        kwargs: {loc: 1, scale: 1},
      });
      expectNumbers(named, [0.5, {loc: 1, scale: -1}]);
      tf.dispose([q, r]);
    }),
  );

  it(
    'output gradients',
    scoped(() => {
      const matrix = tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ]);
      const f = (x: tf.Tensor): tf.Tensor => tf.squeeze(tf.matMul(matrix, tf.expandDims(x, 1)));
      const result = valueAndGradient(f, tf.ones([3]), {outputGradients: [1, 2, 3]});
      expectNumbers(result, [
        [6, 15, 24],
        [30, 36, 42],
      ]);
    }),
  );

  it(
    'a batch Jacobian',
    scoped(() => {
      const w = tf.reshape(tf.range(1, 13), [4, 3]);
      const j = batchJacobian((x) => tf.cumsum(tf.mul(w, x), 1), tf.ones([4, 3]));
      expectNumbers(
        j,
        [1, 4, 7, 10].map((a) => [
          [a, 0, 0],
          [a, a + 1, 0],
          [a, a + 1, a + 2],
        ]),
      );
    }),
  );

  it(
    'batch Jacobians of higher rank, against gradients',
    scoped(() => {
      const w1 = tf.reshape(tf.range(1, 25), [4, 2, 3]);
      const w2 = tf.reshape(tf.sub(tf.mul(tf.range(0, 24), 0.5), 6), [4, 2, 1, 3]);
      const f = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => {
        const squared = tf.squeeze(tf.square(tf.reverse(tf.mul(w2, y), [1])), [2]);
        return tf.transpose(tf.add(tf.cumsum(tf.mul(w1, x), 2), squared), [0, 2, 1]);
      };
      const args = [
        tf.randomUniform([4, 2, 3], 0, 1, 'float32', 1),
        tf.randomUniform([4, 2, 1, 3], 0, 1, 'float32', 2),
      ] as const;
      const [jx, jy] = batchJacobian(f, args);
      expect([jx.shape, jy.shape]).to.deep.equal([
        [4, 3, 2, 2, 3],
        [4, 3, 2, 2, 1, 3],
      ]);
      for (const [i, k] of [
        [0, 0],
        [1, 0],
        [2, 1],
      ] as const) {
        const [, [dx, dy]] = valueAndGradient((x, y) => tf.slice(f(x, y), [0, i, k], [4, 1, 1]), args);
        expectNumbers(tf.reshape(tf.slice(jx, [0, i, k], [4, 1, 1]), [4, 2, 3]), numbersIn(dx));
        expectNumbers(tf.reshape(tf.slice(jy, [0, i, k], [4, 1, 1]), [4, 2, 1, 3]), numbersIn(dy));
      }
    }),
  );
});
