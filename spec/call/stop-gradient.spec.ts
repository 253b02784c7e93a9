import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, hessian, stopGradient, valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, expectOwned, expectThrow, onEachBackend} from '../support.js';

onEachBackend('stopGradient', () => {
  it('gives the same values, as tensors of their own', () => {
    const x = tf.tensor1d([1, 2]);
    const n = tf.scalar(3, 'int32');
    const stopped = expectOwned(() => stopGradient({x: [x] as [tf.Tensor], n}));
    expectNumbers(stopped, {x: [[1, 2]], n: 3});
    expect(stopped.x[0]).not.to.equal(x);
    expect(stopped.n.dtype).to.equal('int32');
    disposeAll([x, n, stopped]);
  });

  it('lets no gradient through, of any order', () => {
    const f = (x: tf.Tensor): tf.Tensor => tf.mul(stopGradient(tf.square(x)), tf.square(x));
    const result = valueAndGradient(f, 3);
    expectNumbers(result, [81, 54]);
    const second = hessian(f, tf.scalar(3));
    expectNumbers(second, 18);
    disposeAll([result, second]);
  });

  it('does so in graph functions, at other arguments than they were traced at', () => {
    const g = graph((x: tf.Tensor) => tf.mul(stopGradient(x), x));
    for (const x of [1, 2, 5]) {
      const result = valueAndGradient(g, x);
      expectNumbers(result, [x * x, x]);
      disposeAll(result);
    }
    expect(g.inspect().signatures[0]?.calls).to.equal(3);
    g.dispose();
  });

  it('refuses what is not a tensor, and leaves nothing behind', () => {
    const x = tf.scalar(1);
    const before = tf.memory().numTensors;
    expectThrow(
      () => stopGradient({a: [x, 3]}),
      /stopGradient: x\.a\[1\]: expected a tensor.*got the number 3/,
    );
    expect(tf.memory().numTensors).to.equal(before);
    x.dispose();
    expectThrow(
      () => stopGradient([x]),
      'stopGradient: x[0] is a disposed tensor. Pass a live one, or tf.keep it.',
    );
  });
});
