import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, valueAndGradient} from '../../src/index.js';
import {hosting} from '../../src/graph/run/hosted-runner.js';
import {isOnHost} from '../../src/tfjs/host-values.js';
import {expectNumbers, numbersIn, onEachBackend} from '../support.js';

const rosenbrock = (x: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x)))));

onEachBackend('a small program', () => {
  before(() => {
    hosting.isOn = true;
  });
  after(() => {
    hosting.isOn = false;
  });

  it('runs on the machine if it is given numbers, whatever the backend', () => {
    const g = graph(rosenbrock);
    for (let count = 0; count < 6; count++) {
      const [found, expected] = [g, rosenbrock].map((f) => valueAndGradient(f, [count / 4, 2 - count]));
      expectNumbers(found, numbersIn(expected), 1e-3);
      tf.dispose([found, expected]);
    }
    const [signature] = g.inspect().signatures;
    expect([signature?.runsOn, signature?.kernelsRun]).to.deep.equal(['machine', 0]);
    g.dispose();
  });

  it('gives tensors like any other, which kernels read', () => {
    const g = graph((x: tf.Tensor) => tf.exp(tf.mul(x, 2)));
    for (let count = 0; count < 5; count++) {
      const x = tf.tensor1d([0.1, count / 5, -1]);
      const y = g(x);
      const z = tf.matMul(tf.reshape(y, [1, 3]), tf.ones([3, 40]));
      expectNumbers(
        tf.slice(z, [0, 7], [1, 1]),
        [[Math.exp(0.2) + Math.exp((2 * count) / 5) + Math.exp(-2)]],
        1e-4,
      );
      tf.dispose([x, y, z]);
    }
    g.dispose();
  });

  it('runs by kernels if a graphics card has what it is given, in turns with the machine', async () => {
    const g = graph((x: tf.Tensor) => tf.sum(tf.square(x)));
    for (let count = 0; count < 8; count++) {
      const x = tf.fill([200], count);
      // After which a card has it, if there is one.
      const onCard = tf.matMul(tf.reshape(x, [1, 200]), tf.reshape(x, [200, 1]));
      const fresh = tf.tensor1d(Array.from({length: 200}, () => count));
      const [one, other] = [g(x), g(fresh)];
      if (tf.getBackend() === 'webgl' && count > 1)
        expect([one, other].map(({dataId}) => isOnHost(tf.backend(), dataId))).to.deep.equal([false, true]);
      await onCard.data();
      expectNumbers([one, other], [200 * count * count, 200 * count * count], 1e-3);
      tf.dispose([x, onCard, fresh, one, other]);
    }
    expect(g.inspect().signatures.map(({runsOn, calls}) => [runsOn, calls])).to.deep.equal([
      [g.inspect().signatures[0]?.runsOn, 16],
    ]);
    g.dispose();
  });

  it('reads captured data that kernels have uploaded since', () => {
    const data = tf.tensor2d(
      Array.from({length: 600}, (_, index) => Math.sin(index)),
      [200, 3],
    );
    const f = (x: tf.Tensor): tf.Tensor => tf.mean(tf.square(tf.matMul(data, tf.reshape(x, [3, 1]))));
    const g = graph(f);
    for (let count = 0; count < 5; count++) {
      const [found, expected] = [g, f].map((h) => valueAndGradient(h, [[1, count, -0.5]]));
      expectNumbers(found, numbersIn(expected), 1e-3);
      tf.dispose([found, expected]);
    }
    expect(g.inspect().signatures.map(({runsOn}) => runsOn)).to.deep.equal(['machine']);
    g.dispose();
    data.dispose();
  });

  it('steps an optimizer whose variables stay where they are', () => {
    const weight = tf.variable(tf.tensor1d([1, -2]));
    const optimizer = tf.train.adam(0.1);
    const step = graph((x: tf.Tensor) =>
      optimizer.minimize(() => tf.sum(tf.square(tf.sub(weight, x))) as tf.Scalar, true),
    );
    for (let count = 0; count < 200; count++) {
      const x = tf.tensor1d([3, 4]);
      const loss = step(x) as tf.Scalar;
      tf.dispose([x, loss]);
    }
    expectNumbers(weight, [3, 4], 0.05);
    expect(step.inspect().signatures.map(({runsOn}) => runsOn)).to.deep.equal(['machine']);
    step.dispose();
    optimizer.dispose();
    weight.dispose();
  });

  it('leaves large programs to the backend', () => {
    if (tf.getBackend() === 'cpu') return;
    const g = graph((x: tf.Tensor) => tf.sum(tf.square(x)));
    for (let count = 0; count < 3; count++) {
      const x = tf.fill([2_000_000], 0.5);
      const y = g(x);
      expectNumbers(y, 500_000, 1);
      tf.dispose([x, y]);
    }
    expect(g.inspect().signatures[0]?.runsOn).to.equal('kernels');
    g.dispose();
  });
});
