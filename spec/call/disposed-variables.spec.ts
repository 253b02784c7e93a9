import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, valueAndGradient} from '../../src/index.js';
import {expectNumbers, expectThrow, onEachBackend} from '../support.js';

onEachBackend('variables that tf.disposeVariables freed', () => {
  it('are refused as arguments, by their path', () => {
    const v = tf.variable(tf.scalar(2));
    tf.disposeVariables();
    expectThrow(
      () => valueAndGradient((x: tf.Tensor) => tf.square(x), [v]),
      'valueAndGradient: args[0] is a disposed variable. Pass a live one, or tf.keep it.',
    );
  });

  it('are refused as values and in aux', () => {
    const v = tf.variable(tf.scalar(2));
    tf.disposeVariables();
    expectThrow(() => valueAndGradient(() => v, [1]), /y is a disposed variable/);
    expectThrow(
      () => valueAndGradient((x: tf.Tensor) => [tf.square(x), v], 1, {hasAux: true}),
      /aux is a disposed tensor/,
    );
  });

  it('are refused as arguments of a graph function whose program is known', () => {
    const g = graph((x: tf.Tensor) => tf.square(x));
    const v = tf.variable(tf.scalar(2));
    for (let call = 0; call < 4; call++) tf.tidy(() => expectNumbers(g(v), 4));
    tf.disposeVariables();
    expect(() => g(v)).to.throw(/disposed/);
    g.dispose();
  });
});
