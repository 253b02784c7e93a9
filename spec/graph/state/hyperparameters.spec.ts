import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../../src/index.js';
import {expectNumbers} from '../../support.js';
import {inScope} from '../agreement.js';
import {onEachGraphBackend} from '../graph-backends.js';
import {expectUntouched} from '../untouched.js';
import {warningsDuring} from '../warnings.js';

/** An optimizer whose numbers can be set, as schedules do. */
interface Adjustable extends tf.Optimizer {
  learningRate: number;
  beta1: number;
  setLearningRate?(rate: number): void;
}

interface Training {
  readonly optimizer: Adjustable;
  readonly v: tf.Variable;
  readonly step: (x: tf.Tensor) => tf.Scalar;
}

function training(make: () => tf.Optimizer): Training {
  const v = tf.tidy(() => tf.variable(tf.tensor1d([1, -2, 0.5])));
  const optimizer = make() as Adjustable;
  const loss = (x: tf.Tensor) => (): tf.Scalar => tf.sum(tf.square(tf.sub(tf.sin(v), x)));
  return {optimizer, v, step: (x) => optimizer.minimize(loss(x), true, [v]) as tf.Scalar};
}

/** The variable after each step of plain and of compiled training, with what is done before each step. */
function expectSame(
  make: () => tf.Optimizer,
  adjust: (training: Training, count: number) => void,
  steps: number,
  mostTraced: number,
): void {
  const [plain, compiled] = [training(make), training(make)];
  let traced = 0;
  const g = graph((x: tf.Tensor) => (traced++, compiled.step(x)));
  for (let count = 0; count < steps; count++) {
    const x = tf.tensor1d([Math.sin(count), 0.3, Math.cos(count)]);
    adjust(plain, count);
    adjust(compiled, count);
    tf.tidy(() => {
      plain.step(x);
      g(x);
    });
    x.dispose();
    expectNumbers(compiled.v, Array.from(plain.v.dataSync()));
  }
  expect(traced).to.be.at.most(mostTraced);
  expect(compiled.optimizer.iterations).to.equal(steps);
  g.dispose();
  for (const {v, optimizer} of [plain, compiled]) {
    v.dispose();
    optimizer.dispose();
  }
}

const setRate = ({optimizer}: Training, rate: number): void => {
  // Every optimizer is an instance of every class of optimizers to tfjs.
  if (optimizer.setLearningRate === undefined) optimizer.learningRate = rate;
  else optimizer.setLearningRate(rate);
};

const makers: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.8),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  rmsprop: () => tf.train.rmsprop(0.1),
  adagrad: () => tf.train.adagrad(0.1),
};

onEachGraphBackend('a hyperparameter', () => {
  for (const [title, make] of Object.entries(makers)) {
    it(`that a schedule changes at every step is an input of the program: ${title}`, () => {
      expectSame(make, (one, count) => setRate(one, 0.2 / (1 + count)), 20, 4);
    });

    it(`that changes now and then costs a trace the first time alone: ${title}`, () => {
      // What webgl has uploaded before is known again by its next value alone.
      const most = tf.getBackend() === 'webgl' ? 6 : 4;
      expectSame(make, (one, count) => count % 5 === 4 && setRate(one, 0.1 / (1 + count)), 30, most);
    });
  }

  it('other than the learning rate is seen, too', () => {
    expectSame(
      () => tf.train.adam(0.1, 0.9),
      ({optimizer}, count) => count > 4 && (optimizer.beta1 = 0.9 - 0.01 * count),
      20,
      5,
    );
  });

  it('that two optimizers share for a while is not taken for the one of the other', () => {
    const [one, other] = [training(() => tf.train.adam(0.1)), training(() => tf.train.adam(0.1))];
    const [plainOne, plainOther] = [training(() => tf.train.adam(0.1)), training(() => tf.train.adam(0.1))];
    let traced = 0;
    const g = graph((x: tf.Tensor) => (traced++, tf.add(one.step(x), other.step(x))));
    const x = tf.scalar(0.5);
    for (let count = 0; count < 12; count++) {
      const rates = count < 8 ? [0.1 / (1 + count), 0.1 / (1 + count)] : [0.05, 0.02 * count];
      [one, plainOne].forEach((training) => setRate(training, rates[0] as number));
      [other, plainOther].forEach((training) => setRate(training, rates[1] as number));
      tf.tidy(() => {
        g(x);
        plainOne.step(x);
        plainOther.step(x);
      });
      expectNumbers(one.v, Array.from(plainOne.v.dataSync()));
      expectNumbers(other.v, Array.from(plainOther.v.dataSync()));
    }
    expect(traced).to.equal(3);
    g.dispose();
    x.dispose();
    for (const {v, optimizer} of [one, other, plainOne, plainOther]) {
      v.dispose();
      optimizer.dispose();
    }
  });

  it('set by f itself is refused, as a compiled call would not set it', () => {
    expectUntouched(() => {
      const {optimizer, v, step} = training(() => tf.train.adam(0.1));
      let rate = 0.1;
      const g = graph((x: tf.Tensor) => {
        optimizer.learningRate = rate /= 2;
        return step(x);
      });
      const call = (): void => inScope(() => void g(tf.scalar(1)));
      expect(() => [1, 2, 3].forEach(call)).to.throw(
        GraphTraceError,
        'f changes learningRate of the optimizer Adam, which a compiled call would not. Set it before the call.',
      );
      g.dispose();
      v.dispose();
      optimizer.dispose();
    });
  });

  it('that f itself computes with is warned of if it changes often, and never stale', () => {
    const {optimizer, v, step} = training(() => tf.train.adam(0.1));
    const g = graph((x: tf.Tensor) => tf.add(step(x), Math.round(10 * optimizer.learningRate)));
    const sums: number[] = [];
    const call = (): void =>
      tf.tidy(() => {
        const plain = tf.sum(tf.square(tf.sub(tf.sin(v), 1))).dataSync()[0] as number;
        sums.push((g(tf.scalar(1)).dataSync()[0] as number) - plain);
      });
    const rates = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4];
    const warnings = warningsDuring(() => {
      for (const rate of rates) {
        optimizer.learningRate = rate / 10;
        call();
      }
    });
    expectNumbers(sums, rates);
    expect(warnings.map(String).join()).to.match(
      /compiled anew whenever learningRate of the optimizer Adam changes/,
    );
    g.dispose();
    v.dispose();
    optimizer.dispose();
  });

  it('kept with slots that setWeights replaces is read where it is', async () => {
    const [plain, compiled] = [training(() => tf.train.adam(0.1)), training(() => tf.train.adam(0.1))];
    const g = graph(compiled.step);
    const x = tf.tensor1d([0.1, 0.2, 0.3]);
    for (let count = 0; count < 12; count++) {
      tf.tidy(() => {
        plain.step(x);
        g(x);
      });
      if (count === 6) {
        for (const {optimizer} of [plain, compiled]) {
          const weights = await optimizer.getWeights();
          const others = weights.map(({name, tensor}, index) => ({
            name,
            tensor: index === 0 ? tensor : tf.mul(tensor, 0.5),
          }));
          await optimizer.setWeights(others);
          tf.dispose(others.map(({tensor}) => tensor));
        }
      }
      expectNumbers(compiled.v, Array.from(plain.v.dataSync()));
    }
    x.dispose();
    g.dispose();
    for (const {v, optimizer} of [plain, compiled]) {
      v.dispose();
      optimizer.dispose();
    }
  });
});
