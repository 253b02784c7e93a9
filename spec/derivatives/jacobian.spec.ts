import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {batchJacobian, jacobian, valueAndBatchJacobian} from '../../src/index.js';
import {disposeAll, expectNumbers, expectOwned, expectThrow, onEachBackend, scoped} from '../support.js';

onEachBackend('jacobian', () => {
  it(
    'has the shape of y, then that of the argument',
    scoped(() => {
      const x = tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      const j = jacobian((v) => tf.sum(tf.square(v), 1), x);
      expect(j.shape).to.deep.equal([2, 2, 3]);
      expectNumbers(j, [
        [
          [2, 4, 6],
          [0, 0, 0],
        ],
        [
          [0, 0, 0],
          [8, 10, 12],
        ],
      ]);
    }),
  );

  it(
    'has the structure of y, then that of the arguments',
    scoped(() => {
      const result = jacobian(
        (x, {scale}) => ({product: tf.mul(x, scale), list: [tf.sum(x)]}),
        [tf.tensor1d([1, 2]), {scale: 3}],
      );
      expectNumbers(result, {
        product: [
          [
            [3, 0],
            [0, 3],
          ],
          {scale: [1, 2]},
        ],
        list: [[[1, 1], {scale: null}]],
      });
    }),
  );

  it(
    'takes kwargs, argnums, aux and zeros for what is unconnected',
    scoped(() => {
      const f = (x: tf.Tensor, n: number, {scale}: {scale: tf.Tensor}): [tf.Tensor, string] => [
        tf.mul(tf.mul(x, n), scale),
        'aux',
      ];
      expectNumbers(jacobian(f, [tf.tensor1d([1, 2]), 5], {kwargs: {scale: 3}, argnums: 0, hasAux: true}), [
        [
          [
            [15, 0],
            [0, 15],
          ],
          {scale: [5, 10]},
        ],
        'aux',
      ]);
      expectNumbers(
        jacobian(({scale}) => tf.square(scale), undefined, {kwargs: {scale: [1, 2]}}),
        {
          scale: [
            [2, 0],
            [0, 4],
          ],
        },
      );
      expectNumbers(
        jacobian((x) => tf.square(x), [[1, 2], 3], {unconnectedGradients: 'zero'}),
        [
          [
            [2, 0],
            [0, 4],
          ],
          [0, 0],
        ],
      );
    }),
  );

  it(
    'runs f once',
    scoped(() => {
      let calls = 0;
      jacobian(
        (x) => {
          calls++;
          return tf.exp(x);
        },
        tf.ones([7]),
      );
      expect(calls).to.equal(1);
    }),
  );

  it(
    'is differentiable again',
    scoped(() => {
      const inner = (x: tf.Tensor): tf.Tensor => jacobian((v: tf.Tensor) => tf.tanh(v), x);
      const x = tf.tensor1d([0.2, -0.5]);
      const second = (value: number): number => -2 * Math.tanh(value) * (1 - Math.tanh(value) ** 2);
      const result = jacobian(inner, x);
      expectNumbers(result, [
        [
          [second(0.2), 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0, second(-0.5)],
        ],
      ]);
    }),
  );

  it('leaves nothing but its results, also when f throws', () => {
    const x = tf.tensor1d([1, 2]);
    disposeAll(expectOwned(() => jacobian((v) => [tf.exp(v), {v}], x, {hasAux: true})));
    expectThrow(
      () =>
        jacobian((v) => {
          tf.exp(v);
          throw new Error('mine');
        }, x),
      'mine',
    );
    expectThrow(() => jacobian(() => 3 as never, x), /^jacobian: y: expected f to return a tensor/);
    expect(tf.engine().state.kernelDepth).to.equal(0);
    expect(tf.engine().state.gradientDepth).to.equal(0);
    x.dispose();
  });

  it(
    'of an empty y is empty',
    scoped(() => {
      expect(jacobian((x) => tf.slice(tf.square(x), 0, 0), tf.tensor1d([1, 2, 3])).shape).to.deep.equal([
        0, 3,
      ]);
      const [connected, unconnected] = jacobian(
        (x) => tf.slice(tf.square(x), 0, 0),
        [tf.tensor1d([1, 2]), 3],
        {unconnectedGradients: 'none'},
      );
      expect(connected?.shape).to.deep.equal([0, 2]);
      expect(unconnected).to.equal(null);
    }),
  );
});

onEachBackend('batchJacobian', () => {
  it(
    'is the derivative batch by batch, [B, ...Y, ...X]',
    scoped(() => {
      const x = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const weights = tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      const j = batchJacobian((v) => tf.matMul(tf.square(v), weights), x);
      expect(j.shape).to.deep.equal([3, 3, 2]);
      expectNumbers(
        j,
        [1, 3, 5].map((a) => [1, 2, 3].map((w) => [2 * a * w, 2 * (a + 1) * (w + 3)])),
      );
    }),
  );

  it(
    'serves values of shape [B] and arguments of shape [B]',
    scoped(() => {
      expectNumbers(
        batchJacobian((x) => tf.square(x), tf.tensor1d([1, 2, 3])),
        [2, 4, 6],
      );
      expectNumbers(
        batchJacobian(
          (x) => tf.prod(x, 1),
          tf.tensor2d([
            [2, 3],
            [4, 5],
          ]),
        ),
        [
          [3, 2],
          [5, 4],
        ],
      );
    }),
  );

  it(
    'keeps the dimensions of y and x apart, whatever their ranks',
    scoped(() => {
      const x = tf.reshape(tf.range(1, 13), [2, 2, 3]);
      const j = batchJacobian((v) => tf.transpose(tf.square(v), [0, 2, 1]), x);
      expect(j.shape).to.deep.equal([2, 3, 2, 2, 3]);
      const entries = j.arraySync() as number[][][][][];
      expect(entries[1]?.[2]?.[0]?.[0]?.[2]).to.be.closeTo(2 * 9, 1e-2);
      expect(entries[1]?.[2]?.[0]?.[1]?.[2]).to.equal(0);
      expectNumbers(tf.sum(j), 2 * 78, 1e-3);
    }),
  );

  it(
    'takes several arguments and their structure',
    scoped(() => {
      const f = (x: tf.Tensor, {y}: {y: tf.Tensor}): tf.Tensor => tf.mul(x, y);
      const result = batchJacobian(f, [tf.tensor2d([[1, 2]]), {y: tf.tensor2d([[3, 4]])}]);
      expectNumbers(result, [
        [
          [
            [3, 0],
            [0, 4],
          ],
        ],
        {
          y: [
            [
              [1, 0],
              [0, 2],
            ],
          ],
        },
      ]);
    }),
  );

  it(
    'comes with the value, and with aux',
    scoped(() => {
      const x = tf.tensor1d([1, 2]);
      expectNumbers(
        valueAndBatchJacobian((v) => tf.square(v), x),
        [
          [1, 4],
          [2, 4],
        ],
      );
      const f = (v: tf.Tensor1D): [tf.Tensor, tf.Tensor] => [tf.square(v), tf.sum(v)];
      expectNumbers(valueAndBatchJacobian(f, x, {hasAux: true}), [
        [[1, 4], 3],
        [2, 4],
      ]);
      expectNumbers(batchJacobian(f, x, {hasAux: true}), [[2, 4], 3]);
    }),
  );

  it(
    'of no batch is empty',
    scoped(() => {
      const [none, unused] = [tf.zeros([0, 2]), tf.zeros([0, 2])];
      expect(batchJacobian((x) => tf.reshape(tf.square(x), [0]), none).shape).to.deep.equal([0, 2]);
      const f = (x: tf.Tensor): tf.Tensor => tf.reshape(tf.square(x), [0, 3, 1]);
      const [y, [ofNone, ofUnused]] = valueAndBatchJacobian(f, [none, unused], {
        unconnectedGradients: 'none',
      });
      expect(y.shape).to.deep.equal([0, 3, 1]);
      expect(ofNone?.shape).to.deep.equal([0, 3, 1, 2]);
      expect(ofUnused).to.equal(null);
      const zeros = batchJacobian(f, [none, unused], {unconnectedGradients: 'zero'});
      expect(zeros[1].shape).to.deep.equal([0, 3, 1, 2]);
    }),
  );

  it('refuses what has no common batch dimension, naming it', () => {
    const x = tf.ones([2, 3]);
    expectThrow(
      () => batchJacobian((v) => v, [1]),
      /^batchJacobian: args\[0\]: expected a tensor of shape \[B, \.\.\.\], got one of shape \[\].*use jacobian/,
    );
    expectThrow(
      () => batchJacobian((v) => tf.sum(v), x),
      /^batchJacobian: y: expected a tensor of shape \[2, \.\.\.\], got one of shape \[\]/,
    );
    expectThrow(
      () => valueAndBatchJacobian((v, {w}) => tf.add(v, w), [x], {kwargs: {w: [1, 1, 1]}}),
      /^valueAndBatchJacobian: kwargs\.w: expected .*\[2, \.\.\.\], got one of shape \[3\]/,
    );
    x.dispose();
  });

  it('leaves nothing but its results', () => {
    const x = tf.ones([2, 3]);
    disposeAll(expectOwned(() => valueAndBatchJacobian((v) => [tf.exp(v), {v}], x, {hasAux: true})));
    x.dispose();
  });
});
