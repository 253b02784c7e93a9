import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, valueAndGradient} from '../../../src/index.js';
import {alea} from '../../../src/random/alea.js';
import {inScope, shown} from '../agreement.js';
import {onEachGraphBackend} from '../graph-backends.js';
import {expectUntouched} from '../untouched.js';

const CALLS = 6;

type F = (x: tf.Tensor) => tf.TensorContainer;

/** Runs with a stream of numbers in the place of `Math.random`: the result, and how many numbers were drawn. */
function seeded<T>(seed: string, run: () => T): readonly [T, number] {
  const {random} = Math;
  const next = alea(seed);
  let drawn = 0;
  Math.random = () => (drawn++, next());
  try {
    return [run(), drawn];
  } finally {
    Math.random = random;
  }
}

function shownIn(run: () => unknown): unknown {
  let result: unknown;
  inScope(() => {
    result = shown(run());
  });
  return result;
}

/** What some calls give, one after another, at arguments that differ. */
function called(g: (x: tf.Tensor) => unknown): unknown[] {
  return Array.from({length: CALLS}, (_, count) =>
    shownIn(() => g(tf.tensor2d([0.5, -1, count, 2, 3, 4 - count], [2, 3]))),
  );
}

/** Expects a compiled `f` to draw what the plain one draws from the same numbers of `Math.random`. */
function expectSameDraws(f: F, of: (f: F) => (x: tf.Tensor) => unknown = (same) => same): void {
  let runs = 0;
  const g = graph((x: tf.Tensor) => (runs++, f(x)));
  const [plain, plainNumbers] = seeded('a stream', () => called(of(f)));
  const [found, foundNumbers] = seeded('a stream', () => called(of(g as F)));
  expect(found).to.deep.equal(plain);
  expect(foundNumbers).to.equal(plainNumbers).and.to.be.greaterThan(0);
  expect(new Set(plain.map((value) => JSON.stringify(value))).size).to.equal(CALLS);
  expect(runs).to.equal(2);
  expect(g.inspect().signatures.map(({calls, runsOn}) => [calls, runsOn !== undefined])).to.deep.equal([
    [CALLS, true],
  ]);
  g.dispose();
}

const functions: Readonly<Record<string, F>> = {
  'uniform numbers': (x) => tf.add(x, tf.randomUniform([2, 3])),
  'uniform numbers of other bounds': (x) => tf.add(x, tf.randomUniform([2, 3], -0.25, 0.75)),
  'uniform numbers of odd bounds': (x) => tf.add(x, tf.randomUniform([300, 2, 3], -Math.SQRT2, Math.PI)),
  'uniform integers': (x) => tf.add(x, tf.randomUniform([20, 2, 3], -3, 7, 'int32')),
  'integers of randomUniformInt': (x) => tf.add(x, tf.randomUniformInt([20, 2, 3], 0, 5)),
  'normal numbers': (x) => tf.add(x, tf.randomNormal([2, 3])),
  'normal numbers of another mean': (x) => tf.mul(x, tf.randomNormal([2, 3], 1, 0.2)),
  'normal numbers of an odd deviation': (x) =>
    tf.mul(x, tf.randomNormal([40, 2, 3], 0, Math.sqrt(0.3 / 0.7))),
  'standard normal numbers': (x) => tf.mul(x, tf.randomStandardNormal([2, 3])),
  'truncated normal numbers': (x) => tf.mul(x, tf.truncatedNormal([10, 2, 3], 0.5, 0.05)),
  'gamma numbers': (x) => tf.mul(x, tf.randomGamma([10, 2, 3], 2.5, 0.5)),
  'gamma numbers of a small shape': (x) => tf.mul(x, tf.randomGamma([10, 2, 3], 0.4)),
  'tf.rand of Math.random': (x) => tf.mul(x, tf.rand([2, 3], Math.random)),
  'tf.rand of a function of it': (x) =>
    tf.mul(
      x,
      tf.rand([2, 3], () => 2 * Math.random() - 1),
    ),
  'a single number': (x) => tf.mul(x, tf.randomNormal([])),
  'a single number of few digits': (x) => tf.mul(x, tf.randomUniform([], 2, 5)),
  dropout: (x) => tf.dropout(x, 0.4),
  'dropout with a shape of noise': (x) => tf.dropout(tf.tile(x, [8, 1]), 0.5, [16, 1]),
  'several draws, one of them of no use': (x) => {
    const noise = tf.randomNormal([2, 3]);
    tf.randomUniform([5]);
    return [tf.add(noise, x), tf.randomUniform([4], 0, 10), tf.mul(x, tf.randomNormal([3], 0, 2))];
  },
  'a draw that is returned': (x) => [x, tf.randomUniform([4, 2])],
  'a draw that is read twice': (x) => {
    const noise = tf.randomNormal([2, 3]);
    return tf.add(tf.mul(noise, x), tf.square(noise));
  },
  'draws within a custom gradient': (x) =>
    tf.customGrad((v, save) => {
      const mask = tf.randomUniform([2, 3]);
      (save as tf.GradSaveFunc)([mask]);
      return {
        value: tf.mul(v as tf.Tensor, mask),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0] as tf.Tensor),
      };
    })(x),
};

onEachGraphBackend('random tensors', () => {
  for (const [title, f] of Object.entries(functions)) {
    it(`are drawn at every call, as the plain function draws them: ${title}`, () => expectSameDraws(f));
  }

  it('are the same in the value and in its gradient', () => {
    expectSameDraws(
      (x) => tf.sum(tf.square(tf.dropout(tf.mul(x, tf.randomNormal([2, 3])), 0.3))),
      (f) => (x) => valueAndGradient(f as (x: tf.Tensor) => tf.Scalar, [x]),
    );
  });

  it('are drawn by the kernel that draws', () => {
    const logits = tf.tensor2d([0.1, 0.5, 0.9, 0.2, 0.8, 0.4], [2, 3]);
    const f = (x: tf.Tensor): tf.Tensor[] => [x, tf.multinomial(logits as tf.Tensor2D, 40)];
    expectSameDraws(f);
    logits.dispose();
  });

  it('are drawn anew also if every call begins the same stream', () => {
    const g = graph((x: tf.Tensor) => tf.add(x, tf.randomNormal([5])));
    const of = (seed: string): number[] =>
      seeded(seed, () => tf.tidy(() => Array.from(g(tf.scalar(0)).dataSync())))[0];
    const [first, second, third] = [of('one'), of('one'), of('one')];
    expect(second).to.deep.equal(first);
    expect(third).to.deep.equal(first);
    expect(of('other')).to.not.deep.equal(first);
    g.dispose();
  });

  it('stay the same if they are seeded', () => {
    const g = graph((x: tf.Tensor) => tf.add(x, tf.randomNormal([5], 0, 1, 'float32', 7)));
    const all = called((x) => g(tf.sum(tf.zerosLike(x))));
    expect(new Set(all.map((value) => JSON.stringify(value))).size).to.equal(1);
    g.dispose();
  });

  it('are drawn once for a call whose f reaches its argument by closure', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const f = (): tf.Scalar => tf.sum(tf.mul(x, tf.randomNormal([2, 3])));
    const g = graph(f);
    const values = (h: () => tf.Scalar): unknown =>
      seeded('closure', () => Array.from({length: 5}, () => shownIn(() => valueAndGradient(h, x))))[0];
    expect(values(g)).to.deep.equal(values(f));
    x.dispose();
    g.dispose();
  });

  const refused: Readonly<Record<string, readonly [F, RegExp]>> = {
    'of parameters that change': [
      (() => {
        let mean = 0;
        return (x) => tf.add(x, tf.randomNormal([50], mean++));
      })(),
      /nothing tells with which parameters tf\.randomNormal has drawn/,
    ],
    'of a parameter that changes, a single one': [
      (() => {
        let mean = 0.1234567;
        return (x) => tf.add(x, tf.randomNormal([], (mean *= 1.2345678)));
      })(),
      /nothing tells with which parameters tf\.randomNormal has drawn/,
    ],
    'of too few integers': [
      (x) => tf.add(x, tf.randomUniform([2], 0, 100, 'int32')),
      /nothing tells with which parameters tf\.randomUniform has drawn/,
    ],
    'of another function of Math.random': [
      (x) =>
        tf.add(
          x,
          tf.rand([30], () => Math.random() ** 2),
        ),
      /nothing tells with which parameters tf\.rand has drawn/,
    ],
    'that f reads': [
      (x) => ((tf.randomUniform([1]).dataSync()[0] as number) < 2 ? x : tf.neg(x)),
      /reads a traced value \(dataSync, data, array…\) of a random tensor/,
    ],
    'of Math.random itself, which decides the same twice': [
      (x) => (Math.random() < 2 ? x : tf.neg(x)),
      /it calls Math\.random at \S+, of which a compiled call would know nothing/,
    ],
  };
  for (const [title, [f, message]] of Object.entries(refused)) {
    it(`are refused by name: ${title}`, () => {
      const g = graph(f);
      expectUntouched(() => {
        const calls = (): unknown => [g(tf.ones([1])), g(tf.ones([1]))];
        expect(() => tf.tidy(() => void calls())).to.throw(GraphTraceError, message);
        g.dispose();
      });
    });
  }
});
