import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';

import {objective} from '../../src/index.js';
import {areas} from '../derivatives/cases/index.js';
import {randomNumbers} from './random.js';

/** What a case's results are weighted with, so that no gradient vanishes by symmetry. */
const weightOf = (index: number): number => Math.cos(1 + 2 * index);

type Function = (...args: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

/** One number of a case, a function of its float32 arguments alone. */
function weighted(f: Function, args: readonly tf.Tensor[]): Function {
  return (...given) => {
    let used = 0;
    const all = args.map((arg) => (arg.dtype === 'float32' ? (given[used++] as tf.Tensor) : arg));
    const parts = [f(...all)].flat().filter(({dtype}) => dtype === 'float32');
    const sums = parts.map((part) => {
      const weights = tf.tensor(
        Float32Array.from({length: part.size}, (_, i) => weightOf(i)),
        part.shape,
      );
      return tf.sum(tf.mul(part, weights));
    });
    return sums.reduce((left, right) => tf.add(left, right));
  };
}

/** The derivative along a direction by differences of the fourth order. */
function difference(
  f: (x: Float64Array) => number,
  x: Float64Array,
  direction: Float64Array,
  h: number,
): number {
  const at = (steps: number): number =>
    f(x.map((value, index) => value + steps * h * (direction[index] as number)));
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

/** What is refused, or what tfjs's cpu backend itself cannot run. */
const refusals = /has no form in float64|f cannot be replayed|reads a traced value|on CPU/;

describe('objectives of the cases of the sweep', () => {
  let taken = 0;
  const refused = new Map<string, number>();
  before(() => tf.setBackend('cpu'));
  after(() => {
    const reasons = [...refused].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
    console.log(`      objectives of the sweep: ${taken} taken; refused: ${reasons.join(', ')}`);
  });
  for (const [area, cases] of Object.entries(areas)) {
    describe(area, () => {
      for (const {title, f, args} of cases) {
        it(`${title} has its derivative to 1e-8, or is refused by name`, () => {
          tf.tidy(() => {
            const made = args();
            const floats = made.filter(({dtype}) => dtype === 'float32');
            if (floats.length === 0) return;
            const reason = check(weighted(f, made), floats);
            if (reason === undefined) taken++;
            else refused.set(reason, (refused.get(reason) ?? 0) + 1);
          });
        });
      }
    });
  }
});

/** Checks an objective; gives the kernel for which it was refused. */
function check(f: Function, args: tf.Tensor[]): string | undefined {
  let energy;
  try {
    energy = objective(f as (...args: tf.Tensor[]) => tf.Tensor, args);
  } catch (error) {
    const message = (error as Error).message;
    expect(message).to.match(refusals);
    return /f: (\w+) has no form/.exec(message)?.[1] ?? 'a trace';
  }
  const x = energy.initial;
  const random = randomNumbers(7);
  const direction = Float64Array.from(x, () => random() - 0.5);
  const gradient = new Float64Array(energy.size);
  const value = energy(x, gradient);
  const tape = f(...args) as tf.Tensor;
  expect(value).to.be.closeTo(tape.dataSync()[0] as number, 1e-3 * Math.max(1, Math.abs(value)));
  const slope = gradient.reduce((sum, entry, index) => sum + entry * (direction[index] as number), 0);
  const scale = gradient.reduce(
    (sum, entry, index) => sum + Math.abs(entry * (direction[index] as number)),
    0,
  );
  const found = difference(energy, x, direction, 1e-4);
  expect(Math.abs(found - slope), `${slope} by the gradient, ${found} by differences`).to.be.at.most(
    1e-8 * Math.max(1, scale, Math.abs(value)),
  );
  energy.dispose();
  return undefined;
}
