import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../../src/index.js';
import {onEachGraphBackend} from '../graph-backends.js';

type MakeOptimizer = () => tf.Optimizer;

const optimizers: ReadonlyArray<readonly [title: string, make: MakeOptimizer]> = [
  ['sgd', () => tf.train.sgd(0.1)],
  ['momentum', () => tf.train.momentum(0.05, 0.9)],
  ["Nesterov's momentum", () => tf.train.momentum(0.05, 0.9, true)],
  ['adagrad', () => tf.train.adagrad(0.1)],
  ['adadelta', () => tf.train.adadelta(0.5)],
  ['adam', () => tf.train.adam(0.05)],
  ['adam of other betas', () => tf.train.adam(0.02, 0.8, 0.95, 1e-4)],
  ['adamax', () => tf.train.adamax(0.05)],
  ['rmsprop', () => tf.train.rmsprop(0.02)],
  ['centered rmsprop with momentum', () => tf.train.rmsprop(0.02, 0.9, 0.5, 1e-6, true)],
];

const STEPS = 100;

/** A regression of two variables, which start at the same values each time. */
function problem() {
  const weights = tf.variable(tf.tensor2d([0.5, -0.3, 0.2, 0.1, -0.4, 0.7], [3, 2]));
  const bias = tf.variable(tf.tensor1d([0.1, -0.2]));
  const loss = (x: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar =>
    tf.tidy(() => tf.mean(tf.square(tf.sub(tf.tanh(tf.add(tf.matMul(x, weights), bias)), y))));
  return {weights, bias, loss};
}

/** Other data at every step. */
function batch(step: number): [tf.Tensor2D, tf.Tensor2D] {
  const elements = (count: number, phase: number): number[] =>
    Array.from({length: count}, (_, index) => Math.sin(3 * step + index + phase));
  return [tf.tensor2d(elements(12, 0), [4, 3]), tf.tensor2d(elements(8, 1), [4, 2])];
}

type Step = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.Scalar;

/** The weights, and the variables of the optimizer. */
function variablesBut(others: ReadonlySet<tf.Variable>): tf.Variable[] {
  return Object.values(tf.engine().registeredVariables).filter((variable) => !others.has(variable));
}

/** What a hundred steps leave: losses, weights, and what the optimizer holds. */
function train(makeOptimizer: MakeOptimizer, how: 'minimize' | 'applyGradients', isCompiled: boolean) {
  const before = new Set(variablesBut(new Set()));
  const {weights, bias, loss} = problem();
  const optimizer = makeOptimizer();
  const plain: Record<typeof how, Step> = {
    minimize: (x, y) => optimizer.minimize(() => loss(x, y), true) as tf.Scalar,
    applyGradients: (x, y) => {
      const {value, grads} = tf.variableGrads(() => loss(x, y), [weights, bias]);
      optimizer.applyGradients(grads);
      return value;
    },
  };
  const compiled = isCompiled ? graph(plain[how]) : undefined;
  const step = compiled ?? plain[how];
  const losses: number[] = [];
  let tensors = 0;
  for (let count = 0; count < STEPS; count++) {
    const [x, y] = batch(count);
    const value = tf.tidy(() => step(x, y));
    losses.push(value.dataSync()[0] as number);
    tf.dispose([x, y, value]);
    if (count === 4) tensors = tf.memory().numTensors;
  }
  const grown = tf.memory().numTensors - tensors;
  const values = variablesBut(before).map((variable) => Array.from(variable.dataSync()));
  const signatures = compiled?.inspect().signatures ?? [];
  const {iterations} = optimizer;
  compiled?.dispose();
  tf.dispose([weights, bias]);
  optimizer.dispose();
  return {losses, values, iterations, grown, signatures};
}

onEachGraphBackend('a compiled step of an optimizer', () => {
  for (const [title, make] of optimizers) {
    for (const how of ['minimize', 'applyGradients'] as const) {
      it(`leaves the weights, slots and counters of the plain one: ${title}, ${how}`, () => {
        const plain = train(make, how, false);
        const found = train(make, how, true);
        expect(
          found.signatures.map(({calls, runsOn}) => calls >= STEPS - 1 && runsOn !== undefined),
        ).to.deep.equal([true]);
        expect(found.iterations).to.equal(plain.iterations).and.to.equal(STEPS);
        expectClose(found.losses, plain.losses);
        found.values.forEach((values, index) => expectClose(values, plain.values[index] ?? []));
        expect(found.values.length).to.equal(plain.values.length);
        expect(found.grown).to.equal(0);
      });
    }
  }
});

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).to.equal(expected.length);
  found.forEach((value, index) => expect(value).to.be.closeTo(expected[index] as number, 1e-4));
}
