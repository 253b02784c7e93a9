import * as tf from '@tensorflow/tfjs-core';
import {layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {compileTraining} from '../../../src/index.js';
import {expectNumbers} from '../../support.js';
import {onEachGraphBackend} from '../graph-backends.js';

type Layer = Parameters<Sequential['add']>[0];

const SAMPLES = 30;

function classifier(between: Layer): Sequential {
  const model = sequential();
  model.add(layers.dense({units: 6, inputShape: [4], activation: 'tanh'}));
  model.add(between);
  model.add(layers.dense({units: 3, activation: 'softmax'}));
  compile(model);
  return model;
}

function compile(model: Sequential, rate = 0.05): void {
  model.compile({optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy']});
}

/** Two models of the same weights. */
function twins(makeLayer: () => Layer): [Sequential, Sequential] {
  const [one, other] = [classifier(makeLayer()), classifier(makeLayer())];
  other.setWeights(one.getWeights());
  return [one, other];
}

function data(): [tf.Tensor, tf.Tensor] {
  const elements = Array.from({length: 4 * SAMPLES}, (_, index) => Math.sin(index * index));
  const labels = Array.from({length: SAMPLES}, (_, index) => index % 3);
  return [tf.tensor2d(elements, [SAMPLES, 4]), tf.oneHot(tf.tensor1d(labels, 'int32'), 3)];
}

/** What `fit` reports: the last batch of an epoch is smaller than the others. */
async function historyOf(model: Sequential): Promise<Record<string, number[]>> {
  const [xs, ys] = data();
  const rates: number[] = [];
  const {history} = await model.fit(xs, ys, {
    epochs: 4,
    batchSize: 8,
    shuffle: false,
    validationSplit: 0.2,
    callbacks: {
      onEpochEnd: (epoch) => {
        const adam = model.optimizer as tf.Optimizer & {learningRate: number};
        rates.push((adam.learningRate = 0.05 / (2 + epoch)));
      },
    },
  });
  tf.dispose([xs, ys]);
  return {...(history as Record<string, number[]>), rates};
}

const makers: Readonly<Record<string, () => Layer>> = {
  'dense layers': () => layers.dense({units: 5, activation: 'relu'}),
  'batch normalization': () => layers.batchNormalization(),
};

onEachGraphBackend('fit of a model that was compiled', () => {
  for (const [title, makeLayer] of Object.entries(makers)) {
    it(`has the history, and leaves the weights, of the plain one: ${title}`, async () => {
      const [plain, compiled] = twins(makeLayer);
      const step = compileTraining(compiled);
      const expected = await historyOf(plain);
      const found = await historyOf(compiled);
      expect(Object.keys(found)).to.include.members(['loss', 'acc', 'val_loss', 'val_acc']);
      expectNumbers(found, expected, 2e-3);
      expectNumbers(
        compiled.getWeights(),
        plain.getWeights().map((weight) => weight.arraySync()),
        2e-3,
      );
      const {signatures} = step.inspect();
      expect(signatures).to.have.length(1);
      expect(signatures.every(({runsOn}) => runsOn !== undefined)).to.equal(true);
      step.dispose();
      for (const model of [plain, compiled]) model.dispose();
    });
  }

  it('leaves no tensor behind, and gives the model its own step back', async () => {
    const [plain, model] = twins(() => layers.dense({units: 5}));
    const [xs, ys] = data();
    const step = compileTraining(model);
    let before = 0;
    for (let count = 0; count < 8; count++) {
      if (count === 4) before = tf.memory().numTensors;
      await model.trainOnBatch(xs, ys);
      await plain.trainOnBatch(xs, ys);
    }
    expect(tf.memory().numTensors).to.equal(before);
    const calls = (): number =>
      step.inspect().signatures.reduce((sum, signature) => sum + signature.calls, 0);
    expect(calls()).to.be.above(4);
    step.dispose();
    await model.trainOnBatch(xs, ys);
    expect(calls()).to.equal(0);
    tf.dispose([xs, ys]);
    for (const one of [plain, model]) one.dispose();
  });

  it('sees what compile sets anew', async () => {
    const [plain, model] = twins(() => layers.dense({units: 5}));
    const [xs, ys] = data();
    const step = compileTraining(model);
    for (let count = 0; count < 12; count++) {
      if (count === 5) for (const one of [plain, model]) compile(one, 0.2);
      expectNumbers(await model.trainOnBatch(xs, ys), await plain.trainOnBatch(xs, ys), 1e-3);
    }
    const {signatures} = step.inspect();
    expect(signatures.map(({runsOn}) => runsOn !== undefined)).to.deep.equal([true]);
    step.dispose();
    tf.dispose([xs, ys]);
    for (const one of [plain, model]) one.dispose();
  });

  it('runs a step that draws random numbers as it is, with one warning', async () => {
    const model = classifier(layers.dropout({rate: 0.5}));
    const [xs, ys] = data();
    const step = compileTraining(model);
    const {warn} = console;
    const warnings: string[] = [];
    console.warn = (text: string) => void warnings.push(text);
    try {
      for (let count = 0; count < 5; count++) await model.trainOnBatch(xs, ys);
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(
      /^compileTraining: the model trains by its own step. graph: f cannot be replayed/,
    );
    expect((model.optimizer as tf.Optimizer).iterations).to.equal(5);
    step.dispose();
    tf.dispose([xs, ys]);
    model.dispose();
  });

  it('is refused of a model that was not compiled', () => {
    const model = sequential({layers: [layers.dense({units: 1, inputShape: [1]})]});
    expect(() => compileTraining(model)).to.throw(
      TypeError,
      /^compileTraining: model: expected a compiled LayersModel/,
    );
    model.dispose();
  });
});
