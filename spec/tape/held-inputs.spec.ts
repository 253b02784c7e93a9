import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {checkGradients, valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

/** x³, with a gradient that reads x by closure. */
const cube = tf.customGrad((...inputs) => {
  const [x] = inputs as [tf.Tensor];
  return {value: tf.mul(tf.square(x), x), gradFunc: (dy) => tf.mul(dy, tf.mul(3, tf.square(x)))};
});
const ofIntermediate = (x: tf.Tensor): tf.Tensor => cube(tf.add(x, 1));
const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

onEachBackend('the inputs of a customGrad', () => {
  it(
    'live until its gradient, to third order, though it does not save them',
    scoped(() => {
      const f = ofIntermediate;
      const [first, second] = [slope(f), slope(slope(f))];
      expectNumbers(
        [f, first, second, slope(second)].map((of) => of(tf.scalar(1))),
        [8, 12, 12, 6],
      );
    }),
  );

  it(
    'live until its gradient when a scope within f made them',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.tidy(() => tf.tidy(() => ofIntermediate(x)));
      expectNumbers(slope(f)(tf.scalar(1)), 12);
      expectNumbers(slope(slope(f))(tf.scalar(1)), 12);
    }),
  );

  it(
    'live until its gradient when an inner call returns them',
    scoped(() => {
      const inner = (x: tf.Tensor): tf.Tensor => {
        const [y, gradient] = valueAndGradient((v: tf.Tensor) => {
          const input = tf.add(v, 1);
          return [cube(input), input] as const;
        }, x);
        return tf.add(tf.addN([...y]), gradient);
      };
      // f + f' + (x + 1), for f = (x + 1)³, at 1: 3·4 + 6·2 + 1.
      expectNumbers(slope(inner)(tf.scalar(1)), 25);
    }),
  );

  it(
    'may be returned, and are the caller’s then',
    scoped(() => {
      const [[value, input], gradient] = valueAndGradient(
        (x: tf.Tensor) => {
          const input = tf.add(x, 1);
          return [cube(input), input] as const;
        },
        tf.scalar(1),
        {hasAux: true},
      );
      expectNumbers([value, input, gradient], [8, 2, 12]);
    }),
  );

  it('may be kept with tf.keep by f, after the customGrad', () => {
    const x = tf.scalar(1);
    const kept: tf.Tensor[] = [];
    const gradient = slope((v) => {
      const input = tf.add(v, 1);
      const value = cube(input);
      kept.push(tf.keep(input));
      return value;
    })(x);
    expectNumbers([...kept, gradient], [2, 12]);
    tf.dispose([x, gradient, ...kept]);
  });

  it('are disposed of when the call has ended, or thrown', () => {
    const x = tf.scalar(1);
    const before = tf.memory().numTensors;
    tf.dispose(valueAndGradient(ofIntermediate, x));
    tf.dispose(valueAndGradient((v: tf.Tensor) => slope(ofIntermediate)(v), x));
    expect(() =>
      valueAndGradient((v: tf.Tensor): tf.Tensor => {
        ofIntermediate(v);
        throw new Error('thrown');
      }, x),
    ).to.throw('thrown');
    expect(tf.memory().numTensors).to.equal(before);
    x.dispose();
  });

  it(
    'of tf.logSigmoid make it right on an intermediate result',
    scoped(() => {
      checkGradients((x) => tf.logSigmoid(tf.neg(x)), [tf.tensor([0.3, -0.6])], {order: 3, tolerance: 1e-2});
    }),
  );
});
