import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/index.js';
import {expectNumbers, onEachBackend, tensorsIn} from '../support.js';
import {differentiate, inScope, type F} from './agreement.js';
import {isOnCpu, onEachGraphBackend} from './graph-backends.js';

/** A call of which the results are written into, and what that may not change. */
interface Case {
  readonly f: (w: tf.Variable, c: tf.Tensor) => F;
  readonly isDifferentiated?: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  'a constant of the program': {f: () => (x: tf.Tensor, _: tf.Tensor) => tf.sum(x), isDifferentiated: true},
  'a variable': {f: (w) => (x: tf.Tensor, _: tf.Tensor) => tf.sum(tf.mul(x, w)), isDifferentiated: true},
  'a captured tensor': {
    f: (_, c) => (x: tf.Tensor, _z: tf.Tensor) => tf.sum(tf.mul(x, c)),
    isDifferentiated: true,
  },
  'another argument': {f: () => (x: tf.Tensor, z: tf.Tensor) => tf.sum(tf.mul(x, z)), isDifferentiated: true},
  'what f returns as it is': {f: (w, c) => (x: tf.Tensor, z: tf.Tensor) => [x, z, w, c]},
  'what f returns as it is, beside what a kernel of the backend makes': {
    f: (w, c) => (x: tf.Tensor, z: tf.Tensor) => [x, tf.cumsum(z), w, c, tf.reshape(z, [2, 1])],
  },
  'what a kernel of the backend makes, and instructions read': {
    f: () => (x: tf.Tensor, z: tf.Tensor) => {
      const sums = tf.cumsum(tf.mul(x, z));
      return [sums, tf.exp(sums), tf.cumsum(sums)];
    },
  },
};

onEachBackend('results that are written into', () => {
  for (const [what, {f: make, isDifferentiated}] of Object.entries(cases)) {
    it(`change nothing else, where they are ${what}`, function () {
      // dataSync gives a copy elsewhere.
      if (!isOnCpu()) this.skip();
      inScope(() => {
        const [w, c] = [tf.variable(tf.tensor1d([3, 4])), tf.tensor1d([7, 8])];
        const f = make(w, c);
        const g = graph(f);
        const answer = (h: F, args: tf.Tensor[]): unknown =>
          isDifferentiated ? differentiate(h, args) : h(...(args as never[]));
        for (let count = 1; count <= 6; count++) {
          const args = [tf.tensor1d([count / 2, 2]), tf.tensor1d([1, -count / 2])];
          const expected = tensorsIn(answer(f, args)).map((tensor) => tensor.arraySync());
          const results = tensorsIn(answer(g, args));
          results.forEach((result, index) => expectNumbers(result, expected[index]));
          // What a trace returns is f's own, as on the tape.
          if (count < 3) continue;
          for (const result of results) result.dataSync().fill(99);
          expectNumbers(
            [...args, w, c],
            [
              [count / 2, 2],
              [1, -count / 2],
              [3, 4],
              [7, 8],
            ],
          );
        }
        g.dispose();
        w.dispose();
      });
    });
  }
});

onEachGraphBackend('a typed array that f returns', () => {
  it('is another at each call, with the same elements', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor) => ({y: tf.square(x), labels: Float32Array.of(1, 2)}));
      for (let count = 0; count < 6; count++) {
        const {labels} = g(tf.scalar(count));
        expect(labels).to.deep.equal(Float32Array.of(1, 2));
        labels.fill(99);
      }
      g.dispose();
    });
  });

  it('is another at each call where it is in what stands in two places', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor) => {
        const part = {y: tf.square(x), labels: Float32Array.of(1, 2)};
        return [part, part] as const;
      });
      for (let count = 0; count < 6; count++) {
        const [one, other] = g(tf.scalar(count));
        expect(one === other).to.equal(true);
        expect(one.labels).to.deep.equal(Float32Array.of(1, 2));
        one.labels.fill(99);
      }
      g.dispose();
    });
  });

  it('is another at each call where it is aux', () => {
    inScope(() => {
      const labels = Int32Array.of(1, 2);
      const g = graph((x: tf.Tensor) => [tf.square(x), [labels]]);
      for (let count = 0; count < 6; count++) {
        const [[, [given]]] = differentiate(g, tf.scalar(count), {hasAux: true}) as [[unknown, [Int32Array]]];
        expect(given).to.deep.equal(Int32Array.of(1, 2));
        // The traces hand out f's own.
        if (count >= 2) given.fill(99);
      }
      g.dispose();
    });
  });
});

onEachGraphBackend('what f returns that is neither a tensor nor a structure', () => {
  it('is the same object at each call', () => {
    inScope(() => {
      const [model, date, f] = [{trainableWeights: [], x: 1}, new Date(0), (): void => undefined];
      const g = graph((x: tf.Tensor) => ({y: tf.square(x), others: [model, date, f]}));
      for (let count = 0; count < 5; count++) {
        const {others} = g(tf.scalar(count));
        expect(others.map((other, index) => other === [model, date, f][index])).to.deep.equal([
          true,
          true,
          true,
        ]);
      }
      g.dispose();
    });
  });
});
