import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {graph, valueAndGradient} from '../../src/index.js';
import {onEachBackend, tensorsIn} from '../support.js';

/** Operations that stay finite for any arguments, by name, so that a counterexample can be read. */
const unary: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  relu: (x) => tf.relu(x),
  square: (x) => tf.tanh(tf.square(x)),
  softmax: (x) => tf.softmax(x),
  sum: (x) => tf.sum(x, -1, true),
  max: (x) => tf.max(x, -1, true),
  reverse: (x) => tf.reverse(x, [x.rank - 1]),
  transpose: (x) => tf.transpose(x),
  cast: (x) => tf.cast(tf.cast(tf.greater(x, 0.1), 'bool'), 'float32'),
  clone: (x) => tf.clone(x),
  flattened: (x) => tf.reshape(tf.reshape(x, [-1]), x.shape),
};
const binary: Readonly<Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(tf.tanh(a), b),
  maximum: (a, b) => tf.maximum(a, b),
  where: (a, b) => tf.where(tf.greater(a, b), a, tf.mul(b, 0.5)),
};

/** A program: operations on earlier results, of which the first two are the arguments. */
type Step = readonly [operation: string, left: number, right: number];

const programs: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(unary), ...Object.keys(binary)), fc.nat(20), fc.nat(20)),
  {minLength: 1, maxLength: 12},
);

function run(steps: readonly Step[], args: readonly tf.Tensor[]): tf.Tensor[] {
  const results = [...args];
  for (const [operation, left, right] of steps) {
    const [a, b] = [left, right].map((index) => results[index % results.length]) as [tf.Tensor, tf.Tensor];
    results.push(unary[operation]?.(a) ?? (binary[operation] as (typeof binary)[string])(a, b));
  }
  return results.slice(-2);
}

const values = fc.array(fc.double({min: -2, max: 2, noNaN: true}), {minLength: 4, maxLength: 4});
const points = fc.tuple(values, values);

onEachBackend('graph and tape agree on random programs', () => {
  it('at other arguments than those traced', function () {
    this.timeout(120_000);
    let compiledRuns = 0;
    const agree = (steps: Step[], traced: [number[], number[]][], [x, y]: [number[], number[]]): void => {
      const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor[] => run(steps, [a, b]);
      const g = graph(f);
      const at = ([a, b]: [number[], number[]]): [tf.Tensor, tf.Tensor] => [
        tf.tensor2d(a, [2, 2]),
        tf.tensor2d(b, [2, 2]),
      ];
      try {
        tf.tidy(() => {
          for (const point of traced) valueAndGradient(g, at(point));
          const args = at([x, y]);
          const [found, expected] = [valueAndGradient(g, args), valueAndGradient(f, args)].map((result) =>
            tensorsIn(result).map((tensor) => [...tensor.dataSync()]),
          );
          expect(JSON.stringify(found?.map(rounded))).to.equal(JSON.stringify(expected?.map(rounded)));
        });
        compiledRuns += g.inspect().signatures.filter(({calls}) => calls === 3).length;
      } finally {
        g.dispose();
      }
    };
    const runs = 60;
    const tracedPoints = fc.tuple(points, points).map(([a, b]) => [a, b] as [number[], number[]][]);
    fc.assert(fc.property(programs, tracedPoints, points, agree), {numRuns: runs, seed: 7});
    expect(compiledRuns).to.equal(runs);
  });
});

/** To four decimals: a compiled program may add in another order. */
function rounded(list: readonly number[]): number[] {
  return list.map((value) => Math.round(value * 1e4) / 1e4 || 0);
}
