import * as tf from '@tensorflow/tfjs-core';
import {layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {compileTraining} from '../../../src/index.js';
import {alea} from '../../../src/random/alea.js';
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

function data(count = 0): [tf.Tensor, tf.Tensor] {
  const elements = Array.from({length: 4 * SAMPLES}, (_, index) => Math.sin(index * index + count));
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

const STEPS = 12;

/** Losses of steps, at batches that differ. */
async function lossesOf(model: Sequential): Promise<number[]> {
  const losses: number[] = [];
  for (let count = 0; count < STEPS + 1; count++) {
    const [xs, ys] = data(count);
    losses.push(((await model.trainOnBatch(xs, ys)) as number[])[0] as number);
    tf.dispose([xs, ys]);
  }
  return losses;
}

/** Runs with a stream of numbers in the place of `Math.random`. */
async function seeded<T>(run: () => Promise<T>): Promise<T> {
  const {random} = Math;
  Math.random = alea('fit');
  try {
    return await run();
  } finally {
    Math.random = random;
  }
}

function recurrent(layer: Layer): Sequential {
  const model = sequential();
  model.add(layers.reshape({inputShape: [4], targetShape: [2, 2]}));
  model.add(layer);
  model.add(layers.dense({units: 3, activation: 'softmax'}));
  compile(model);
  return model;
}

const drawing: Readonly<Record<string, () => Sequential>> = {
  dropout: () => classifier(layers.dropout({rate: 0.5})),
  'noise that is added': () => classifier(layers.gaussianNoise({stddev: 0.3})),
  'noise that is multiplied': () => classifier(layers.gaussianDropout({rate: 0.4})),
  'alpha dropout': () => classifier(layers.alphaDropout({rate: 0.3})),
  'an LSTM with dropout and recurrent dropout': () =>
    recurrent(
      layers.lstm({units: 4, dropout: 0.2, recurrentDropout: 0.3, recurrentInitializer: 'glorotUniform'}),
    ),
  'a GRU with recurrent dropout, in both directions': () =>
    recurrent(
      layers.bidirectional({
        layer: layers.gru({units: 3, recurrentDropout: 0.3, recurrentInitializer: 'glorotUniform'}),
        mergeMode: 'concat',
      }) as Layer,
    ),
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

  for (const [title, makeModel] of Object.entries(drawing)) {
    it(`draws what the plain one draws: ${title}`, async () => {
      const [plain, model] = [makeModel(), makeModel()];
      model.setWeights(plain.getWeights());
      const step = compileTraining(model);
      const expected = await seeded(() => lossesOf(plain));
      const found = await seeded(() => lossesOf(model));
      expectNumbers(found, expected, 1e-3);
      expect(step.inspect().signatures.map(({calls, runsOn}) => [calls, runsOn !== undefined])).to.deep.equal(
        [[STEPS + 1, true]],
      );
      step.dispose();
      for (const one of [plain, model]) one.dispose();
    });
  }

  it('runs a step that cannot be replayed as it is, with one warning', async () => {
    const reading = (yTrue: tf.Tensor, yPredicted: tf.Tensor): tf.Tensor => {
      const error = tf.mean(tf.square(tf.sub(yTrue, yPredicted)));
      return (error.dataSync()[0] as number) > 1e9 ? tf.zerosLike(error) : error;
    };
    const model = classifier(layers.dense({units: 5}));
    model.compile({optimizer: tf.train.adam(0.05), loss: reading});
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
      /^compileTraining: the model trains by its own step. graph: f reads a traced value/,
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
