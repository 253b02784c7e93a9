import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, inScope, shown} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';

/** What is warned of while `run` runs. */
function warningsDuring(run: () => void): string[] {
  const {warn} = console;
  const warnings: string[] = [];
  console.warn = (message: string) => void (message.startsWith('graph: ') && warnings.push(message));
  try {
    inScope(run);
  } finally {
    console.warn = warn;
  }
  return warnings;
}

/** How often a graph function of `f` is traced for each call, once it knows what changes. */
function tracesInTheLongRun(args: (count: number) => readonly unknown[], options: object): number {
  let traced = 0;
  const f = (x: tf.Tensor, k: unknown): tf.Tensor =>
    tf.mul(tf.square(x), typeof k === 'number' ? k : tf.sum(tf.tensor(k as Float32Array)));
  const g = graph((x: tf.Tensor, k: unknown) => {
    // Under a trace f receives copies of the caller's tensors.
    if (!given.includes(x)) traced++;
    return f(x, k);
  });
  let given: readonly unknown[] = [];
  for (let count = 0; count < 200; count++) {
    if (count === 100) traced = 0;
    tf.tidy(() => {
      given = args(count);
      expectNumbers(shown(differentiate(g, given, options)), shown(differentiate(f, given, options)));
    });
  }
  g.dispose();
  return traced;
}

onEachGraphBackend('where signatures change too often to be compiled', () => {
  const changing: Readonly<Record<string, readonly [path: string, args: (count: number) => unknown[]]>> = {
    'a number': ['args[1]', (count) => [tf.scalar(3), count]],
    'a typed array': ['args[1][0]', (count) => [tf.scalar(3), Float32Array.of(count, 1)]],
    'a large array': ['args[1]', (count) => [tf.scalar(3), Array.from({length: 99}, () => count)]],
    'one of 17 shapes': ['args[0]', (count) => [tf.ones([1 + (count % 17)]), 2]],
    'one of 100 numbers': ['args[1]', (count) => [tf.scalar(3), count % 100]],
  };
  for (const [what, [path, args]] of Object.entries(changing)) {
    it(`as ${what} does, one warning names the argument, and calls run by the tape, unless they have a program`, () => {
      let traced = 0;
      const warnings = warningsDuring(() => (traced = tracesInTheLongRun(args, {argnums: [0]})));
      expect(warnings.length).to.equal(1);
      expect(warnings[0]).to.include(`${path} differs from call to call`);
      // Those that have a program are traced twice.
      expect(traced).to.be.at.most(16);
    });
  }

  it('a signature that repeats is compiled all the same', () => {
    warningsDuring(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor, k: number) => (runs++, tf.mul(x, k)), {maxSignatures: 2});
      for (let count = 0; count < 20; count++) g(tf.scalar(1), count);
      for (let count = 0; count < 20; count++) expectNumbers(g(tf.scalar(count), 0.5), count / 2);
      runs = 0;
      for (let count = 0; count < 20; count++) expectNumbers(g(tf.scalar(count), 0.5), count / 2);
      expect(runs).to.equal(0);
      g.dispose();
    });
  });

  it('programs that were replayed before they were freed raise no warning', () => {
    const warnings = warningsDuring(() => {
      const g = graph((x: tf.Tensor) => tf.square(x), {maxSignatures: 1});
      for (const size of [1, 2, 3, 1]) for (let count = 0; count < 3; count++) g(tf.ones([size]));
      g.dispose();
    });
    expect(warnings).to.deep.equal([]);
  });
});

onEachGraphBackend('a graph function of an array of numbers that is not differentiated', () => {
  it('sees every element that changes, also where f reads it in JavaScript', () => {
    inScope(() => {
      const numbers = Array.from({length: 5000}, (_, index) => index % 3);
      for (const array of [numbers, Float32Array.from(numbers), Float64Array.from(numbers)]) {
        const f = (x: tf.Tensor, weights: ArrayLike<number>): tf.Tensor => tf.mul(x, weights[4321] as number);
        const g = graph(f);
        for (let round = 1; round < 4; round++) {
          array[4321] = round / 2;
          for (let count = 0; count < 4; count++) expectNumbers(g(tf.scalar(2), array), round);
        }
        g.dispose();
      }
    });
  });
});

onEachGraphBackend('a graph function that was refused', () => {
  it('stays refused for that signature, with the same message, until it is disposed of', () => {
    inScope(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => tf.add(x, runs++ < 4 ? Math.random() : 1));
      g(tf.scalar(1));
      for (let count = 0; count < 6; count++)
        expect(() => g(tf.scalar(count))).to.throw(GraphTraceError, 'two traces of it differ');
      expect(runs).to.equal(2);
      expectNumbers(shown(g(tf.tensor1d([1]))) !== undefined, true);
      g.dispose();
      runs = 4;
      for (let count = 0; count < 4; count++) expectNumbers(g(tf.scalar(count)), count + 1);
      g.dispose();
    });
  });
});
