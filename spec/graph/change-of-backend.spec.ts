import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, onEachBackend} from '../support.js';
import {registerSecondBackend, removeSecondBackend} from './second-backend.js';

onEachBackend('a graph function, where the backend changes', () => {
  let first: string;
  let second: string;

  beforeEach(async () => {
    first = tf.getBackend();
    second = registerSecondBackend();
    await tf.setBackend(second);
    await tf.setBackend(first);
  });

  afterEach(async () => {
    await tf.setBackend(first);
    removeSecondBackend();
  });

  async function on(backend: string, run: () => void): Promise<void> {
    await tf.setBackend(backend);
    run();
  }

  it('has a program for each of them, and moves what it captured to where it runs', async () => {
    const {numTensors, numDataBuffers} = tf.memory();
    const captured = tf.tensor1d([1, 2, 3]);
    const initial = tf.scalar(2);
    const v = tf.variable(initial);
    initial.dispose();
    let runs = 0;
    const g = graph((x: tf.Tensor) => (runs++, tf.mul(tf.mul(tf.square(x), captured), v)));
    const x = tf.tensor1d([1, 0, -1]);
    const call = (): void => {
      const result = valueAndGradient(g, [x]);
      expectNumbers(result, [[2, 0, 6], [[4, 0, -12]]]);
      disposeAll(result);
    };
    for (const backend of [first, second, first, second, first])
      await on(backend, () => [1, 2, 3].forEach(call));
    expect(runs).to.equal(4);
    expect(
      g.inspect().signatures.map(({signature, calls}) => [signature.split(':')[0], calls]),
    ).to.deep.equal([
      [second, 6],
      [first, 9],
    ]);
    g.dispose();
    tf.dispose([captured, x]);
    v.dispose();
    expect([tf.memory().numTensors, tf.memory().numDataBuffers]).to.deep.equal([numTensors, numDataBuffers]);
  });

  it('may be traced on one and traced again on the other', async () => {
    const g = graph((x: tf.Tensor) => tf.exp(x));
    const x = tf.scalar(0);
    const call = (): void => {
      const y = g(x);
      expectNumbers(y, 1);
      y.dispose();
    };
    for (const backend of [first, second, first, second, second, first]) await on(backend, call);
    expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([3, 3]);
    g.dispose();
    x.dispose();
  });

  it('keeps what it captured where it is disposed of on another backend than it was made for', async () => {
    const {numTensors, numDataBuffers} = tf.memory();
    const captured = tf.tensor1d([1, 2]);
    const g = graph((x: tf.Tensor) => tf.mul(tf.exp(captured), x));
    const x = tf.scalar(2);
    for (let count = 0; count < 3; count++) disposeAll(g(x));
    await on(second, () => {
      g.dispose();
      expectNumbers(captured, [1, 2]);
      tf.dispose([captured, x]);
      expect([tf.memory().numTensors, tf.memory().numDataBuffers]).to.deep.equal([
        numTensors,
        numDataBuffers,
      ]);
    });
  });
});
