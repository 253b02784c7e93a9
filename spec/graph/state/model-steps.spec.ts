import * as tf from '@tensorflow/tfjs-core';
import {sequential, type LayersModel, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {compilePrediction, compileTraining} from '../../../src/index.js';
import {expectNumbers} from '../../support.js';
import {onEachGraphBackend} from '../graph-backends.js';
import {dense, type Layer} from '../dense.js';

type Dataset = Parameters<LayersModel['evaluateDataset']>[0];
type Step = ReturnType<typeof compileTraining> | ReturnType<typeof compilePrediction>;

/** A model with another one within it. */
function nested(): {model: Sequential; inner: Sequential} {
  const inner = sequential({layers: [dense(2, 1, [3])]});
  const model = sequential({layers: [dense(3, 2, [2]), inner]});
  model.compile({optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError'});
  return {model, inner};
}

const SIZES = [4, 4, 4, 4, 3];

function batchOf(index: number): {xs: tf.Tensor; ys: tf.Tensor} {
  const size = SIZES[index] ?? 0;
  const row = (at: number): number[] => [Math.sin(index + at), Math.cos(3 * index - at)];
  const rows = Array.from({length: size}, (_, at) => row(at));
  const labels = Array.from({length: size}, (_, at) => at % 2);
  return {xs: tf.tensor2d(rows), ys: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 2))};
}

/** What of a dataset of tfjs-data the models use. */
function dataset(): Dataset {
  const iterator = (): Promise<unknown> => {
    let index = 0;
    return Promise.resolve({
      next: () => {
        const done = index === SIZES.length;
        return Promise.resolve({done, value: done ? null : batchOf(index++)});
      },
    });
  };
  return {iterator} as Dataset;
}

function programs(step: Step): {count: number; calls: number} {
  const ready = step.inspect().signatures.filter(({runsOn}) => runsOn !== undefined);
  return {count: ready.length, calls: ready.reduce((sum, {calls}) => sum + calls, 0)};
}

onEachGraphBackend('the steps of a model', () => {
  let plain: Sequential;
  let compiled: Sequential;
  let inner: Sequential;

  beforeEach(() => {
    plain = nested().model;
    ({model: compiled, inner} = nested());
  });

  afterEach(() => {
    for (const model of [plain, compiled]) model.dispose();
  });

  it('train with datasets, and evaluate them, as the plain model does', async () => {
    const steps = [compileTraining(compiled), compilePrediction(compiled)] as const;
    const results = async (model: Sequential): Promise<unknown> => {
      const {history} = await model.fitDataset(dataset(), {epochs: 3, validationData: dataset(), verbose: 0});
      const loss = (await model.evaluateDataset(dataset(), {})) as tf.Scalar;
      const numbers = [history['loss'], history['val_loss'], loss.arraySync()];
      loss.dispose();
      return numbers;
    };
    expectNumbers(await results(compiled), await results(plain), 1e-3);
    for (const step of steps) {
      expect(programs(step).count).to.equal(2);
      expect(programs(step).calls).to.be.above(10);
      step.dispose();
    }
  });

  it('train with weights of classes as the plain model does', async () => {
    const step = compileTraining(compiled);
    const {xs, ys} = batchOf(0);
    const [found, expected] = [[], []] as [unknown[], unknown[]];
    for (const [model, losses] of [
      [compiled, found],
      [plain, expected],
    ] as const)
      // prettier-ignore
      for (const weight of [1, 1, 1, 5, 0.2]) {
        const {history} = await model.fit(xs, ys, {epochs: 1, classWeight: {0: weight, 1: 2}, verbose: 0});
        losses.push(history['loss']);
      }
    expectNumbers(found, expected, 1e-3);
    expect(programs(step)).to.deep.equal({count: 1, calls: 5});
    step.dispose();
    tf.dispose([xs, ys]);
  });

  it('predict by a layer that was put into a model within the model', () => {
    const step = compilePrediction(compiled);
    const {xs, ys} = batchOf(0);
    const predict = (): unknown => tf.tidy(() => (compiled.predict(xs) as tf.Tensor).arraySync());
    for (let count = 0; count < 4; count++) predict();
    expect(programs(step)).to.deep.equal({count: 1, calls: 4});
    inner.add(dense(2, 9));
    for (let count = 0; count < 4; count++) {
      const found = predict();
      const expected = tf.tidy(
        () => inner.apply((compiled.layers[0] as Layer).apply(xs) as tf.Tensor) as tf.Tensor,
      );
      expectNumbers(found, expected.arraySync());
      expected.dispose();
    }
    expect(programs(step)).to.deep.equal({count: 1, calls: 4});
    step.dispose();
    tf.dispose([xs, ys]);
  });
});
