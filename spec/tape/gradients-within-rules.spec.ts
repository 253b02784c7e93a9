import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, expectOwned, expectThrow, onEachBackend} from '../support.js';

/** x³, whose rule takes the slope by tf.grad. */
const cube = tf.customGrad((...inputs) => {
  const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
  save([x]);
  const cubed = (at: tf.Tensor): tf.Tensor => tf.mul(at, tf.square(at));
  return {
    value: cubed(x),
    gradFunc: (dy, saved) => tf.mul(dy, tf.grad(cubed)(saved[0] as tf.Tensor)),
  };
});

onEachBackend('tf.grad within the rule of a customGrad', () => {
  it('leaves the outer gradient its tape, and nothing behind', () => {
    const x = tf.tensor1d([1, 2]);
    const result = expectOwned(() => valueAndGradient((at: tf.Tensor) => tf.exp(tf.mul(cube(at), 0.1)), x));
    const expected = [1, 2].map((at) => Math.exp(0.1 * at ** 3));
    expectNumbers(result, [expected, expected.map((y, index) => y * 0.3 * (index + 1) ** 2)]);
    disposeAll([x, result]);
  });

  it('gives second derivatives, too', () => {
    const x = tf.tensor1d([1, 2]);
    const result = expectOwned(() =>
      valueAndGradient((at: tf.Tensor) => valueAndGradient((inner: tf.Tensor) => cube(inner), at)[1], x),
    );
    expectNumbers(result, [
      [3, 12],
      [6, 12],
    ]);
    disposeAll([x, result]);
  });

  it('leaves nothing behind if it throws', () => {
    const throwing = tf.customGrad((...inputs) => {
      const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
      save([x]);
      const fails = (at: tf.Tensor): tf.Tensor => {
        tf.exp(at);
        throw new Error('by the rule');
      };
      return {value: tf.clone(x), gradFunc: (_dy, saved) => tf.grad(fails)(saved[0] as tf.Tensor)};
    });
    const x = tf.scalar(1);
    expectThrow(() => valueAndGradient((at: tf.Tensor) => throwing(at), x), 'by the rule');
    x.dispose();
  });

  it('leaves the engine as it was', () => {
    const {gradients} = tf.engine();
    const x = tf.scalar(1);
    disposeAll([x, valueAndGradient((at: tf.Tensor) => cube(at), x)]);
    expect(tf.engine().gradients).to.equal(gradients);
    expect(Object.hasOwn(tf.engine(), 'gradients')).to.equal(false);
  });
});
