import * as tf from '@tensorflow/tfjs-core';
import {initializers, input, layers, model as functional, sequential} from '@tensorflow/tfjs-layers';
import type {LayersModel, Sequential, SymbolicTensor} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {compilePrediction, compileTraining} from '../../../src/index.js';
import {expectNumbers} from '../../support.js';
import {onEachGraphBackend} from '../graph-backends.js';

type Layer = Parameters<Sequential['add']>[0];
type Step = ReturnType<typeof compilePrediction>;

/** Rows that differ by `seed`. */
function rowsOf(count: number, columns: number, seed: number): tf.Tensor2D {
  const elements = Array.from({length: count * columns}, (_, index) => Math.sin(seed + index * index));
  return tf.tensor2d(elements, [count, columns]);
}

function labelsOf(count: number): tf.Tensor {
  return tf.tidy(() => tf.oneHot(tf.tensor1d(Array.from({length: count}, (_, index) => index % 3), 'int32'), 3)); // prettier-ignore
}

const dense = (units: number, activation: 'relu' | 'softmax' | 'tanh', seed: number): Layer =>
  layers.dense({units, activation, kernelInitializer: initializers.glorotUniform({seed})});

function compile(model: LayersModel, loss = 'categoricalCrossentropy'): void {
  model.compile({optimizer: tf.train.sgd(0.5), loss, metrics: ['accuracy']});
}

function classifier(...between: Layer[]): Sequential {
  const model = sequential();
  model.add(layers.inputLayer({inputShape: [4]}));
  for (const layer of [dense(6, 'tanh', 1), ...between, dense(3, 'softmax', 2)]) model.add(layer);
  compile(model);
  return model;
}

/** Of two inputs, one of them of images, and two outputs. */
function branched(): LayersModel {
  const seeded = {kernelInitializer: initializers.glorotUniform({seed: 3})};
  const [flat, image] = [input({shape: [4]}), input({shape: [6, 6, 1]})];
  const convolved = layers
    .conv2d({filters: 2, kernelSize: 3, activation: 'relu', ...seeded})
    .apply(image) as SymbolicTensor;
  const pooled = layers
    .flatten()
    .apply(layers.maxPooling2d({poolSize: 2}).apply(convolved)) as SymbolicTensor;
  const joined = layers.concatenate().apply([flat, pooled]) as SymbolicTensor;
  const outputs = [dense(3, 'softmax', 4), dense(3, 'softmax', 5)].map(
    (layer) => layer.apply(joined) as SymbolicTensor,
  );
  const model = functional({inputs: [flat, image], outputs});
  compile(model);
  return model;
}

/** Every result as an array, of which the tensors are disposed. */
function numbersOf(result: tf.Tensor | tf.Tensor[]): unknown[] {
  const tensors = Array.isArray(result) ? result : [result];
  const numbers = tensors.map((tensor) => tensor.arraySync());
  tf.dispose(tensors);
  return numbers;
}

/** Calls of compiled programs. */
function replays(step: Step): number {
  return step
    .inspect()
    .signatures.filter(({runsOn}) => runsOn !== undefined)
    .reduce((sum, {calls}) => sum + calls, 0);
}

function expectReplayed<T>(step: Step, run: () => T): T {
  const before = replays(step);
  const result = run();
  expect(replays(step)).to.be.above(before);
  return result;
}

onEachGraphBackend('predict and evaluate of a model that was compiled', () => {
  it('predict in batches, of which the last is smaller, what the plain model predicts', () => {
    const [plain, compiled] = [classifier(), classifier()];
    const step = compilePrediction(compiled);
    for (let seed = 0; seed < 6; seed++) {
      const x = rowsOf(23, 4, seed);
      const predict = (model: LayersModel): unknown[] => numbersOf(model.predict(x, {batchSize: 8}));
      const expected = predict(plain);
      expectNumbers(seed < 3 ? predict(compiled) : expectReplayed(step, () => predict(compiled)), expected); // prettier-ignore
      x.dispose();
    }
    const shapes = step.inspect().signatures.map(({signature}) => /float32\[\d+,4\]/.exec(signature)?.[0]);
    expect(shapes.sort()).to.deep.equal(['float32[7,4]', 'float32[8,4]']);
    step.dispose();
    for (const model of [plain, compiled]) model.dispose();
  });

  it('predictOnBatch and evaluate give the same, with metrics', () => {
    const [plain, compiled] = [classifier(), classifier()];
    const step = compilePrediction(compiled);
    for (let seed = 0; seed < 6; seed++) {
      const [x, y] = [rowsOf(23, 4, seed), labelsOf(23)];
      const results = (model: LayersModel): unknown[] => [
        ...numbersOf(model.predictOnBatch(x)),
        ...numbersOf(model.evaluate(x, y, {batchSize: 8}) as tf.Scalar[]),
      ];
      const expected = results(plain);
      expect(expected).to.have.length(3);
      expectNumbers(seed < 3 ? results(compiled) : expectReplayed(step, () => results(compiled)), expected); // prettier-ignore
      tf.dispose([x, y]);
    }
    expect(step.inspect().signatures.every(({runsOn}) => runsOn !== undefined)).to.equal(true);
    step.dispose();
    for (const model of [plain, compiled]) model.dispose();
  });

  it('serve several inputs and outputs', () => {
    const model = branched();
    const given = (seed: number): tf.Tensor[] => {
      const flat = rowsOf(10, 36, seed);
      return [rowsOf(10, 4, seed), tf.reshape(flat, [10, 6, 6, 1]), flat];
    };
    const results = (seed: number): unknown[] => {
      const [x, image, flat] = given(seed) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const y = [labelsOf(10), labelsOf(10)];
      const found = [
        ...numbersOf(model.predict([x, image], {batchSize: 4})),
        ...numbersOf(model.evaluate([x, image], y, {batchSize: 4}) as tf.Scalar[]),
      ];
      tf.dispose([x, image, flat, y]);
      return found;
    };
    const expected = [0, 1, 2, 3, 4].map(results);
    expect(expected[0]).to.have.length.above(4);
    const step = compilePrediction(model);
    for (const [seed, numbers] of expected.entries()) expectNumbers(results(seed), numbers);
    expect(replays(step)).to.be.above(10);
    step.dispose();
    model.dispose();
  });

  it('leave no tensor but the predictions, which are the caller’s own', () => {
    const model = classifier();
    const step = compilePrediction(model);
    const [x, y] = [rowsOf(11, 4, 1), labelsOf(11)];
    let before = 0;
    for (let count = 0; count < 8; count++) {
      if (count === 4) before = tf.memory().numTensors;
      const predicted = [model.predict(x, {batchSize: 4}), model.predictOnBatch(x), model.evaluate(x, y)];
      const [one, other] = predicted as [tf.Tensor, tf.Tensor];
      one.dispose();
      expect(other.dataSync()).to.have.length(33);
      tf.dispose(predicted as tf.Tensor[]);
      tf.tidy(() => void model.predict(x));
      tf.dispose(model.evaluate(x, y, {batchSize: 4}));
    }
    expect(tf.memory().numTensors).to.equal(before);
    step.dispose();
    tf.dispose([x, y]);
    model.dispose();
  });

  it('see weights that are set, or trained, and what compile sets anew', async () => {
    const [plain, compiled] = [classifier(), classifier()];
    const step = compilePrediction(compiled);
    const [x, y] = [rowsOf(9, 4, 1), labelsOf(9)];
    const results = (model: LayersModel): unknown[] => [
      ...numbersOf(model.predict(x)),
      ...numbersOf(model.evaluate(x, y) as tf.Scalar[]),
    ];
    const compare = (): void => {
      for (let count = 0; count < 4; count++)
        expectNumbers(
          expectReplayedLater(step, count, () => results(compiled)),
          results(plain),
        );
    };
    compare();
    for (const model of [plain, compiled]) await model.trainOnBatch(x, y);
    compare();
    const weights = tf.tidy(() => plain.getWeights().map((weight) => tf.mul(weight, -1.5)));
    for (const model of [plain, compiled]) model.setWeights(weights);
    compare();
    for (const model of [plain, compiled]) compile(model, 'meanSquaredError');
    compare();
    step.dispose();
    tf.dispose([x, y, weights]);
    for (const model of [plain, compiled]) model.dispose();
  });

  it('see layers that are added', () => {
    const [plain, compiled] = [classifier(), classifier()];
    const step = compilePrediction(compiled);
    const x = rowsOf(9, 4, 1);
    const compare = (columns: number): void => {
      for (let count = 0; count < 4; count++) {
        const found = expectReplayedLater(step, count, () => numbersOf(compiled.predict(x)));
        expectNumbers(found, numbersOf(plain.predict(x)));
        expect((found as number[][][])[0]?.[0]).to.have.length(columns);
      }
    };
    compare(3);
    for (const model of [plain, compiled]) {
      model.add(dense(2, 'tanh', 7));
      compile(model, 'meanSquaredError');
    }
    compare(2);
    step.dispose();
    x.dispose();
    for (const model of [plain, compiled]) model.dispose();
  });

  it('are the model’s own again after dispose', () => {
    const model = classifier();
    const x = rowsOf(9, 4, 1);
    const keys = Object.keys(model);
    const step = compilePrediction(model);
    for (let count = 0; count < 4; count++) tf.dispose(model.predict(x));
    expect(replays(step)).to.be.above(0);
    step.dispose();
    tf.dispose(model.predict(x));
    expect(step.inspect().signatures).to.deep.equal([]);
    compile(model);
    tf.dispose(model.predict(x));
    expect(step.inspect().signatures).to.deep.equal([]);
    expect(Object.keys(model)).to.deep.equal(keys);
    x.dispose();
    model.dispose();
  });

  it('go with a compiled training step, and its validation', async () => {
    const [plain, compiled] = [classifier(), classifier()];
    const [training, prediction] = [compileTraining(compiled), compilePrediction(compiled)];
    const [x, y] = [rowsOf(20, 4, 1), labelsOf(20)];
    const histories: unknown[] = [];
    for (const model of [plain, compiled]) {
      const options = {epochs: 5, batchSize: 5, shuffle: false, validationSplit: 0.25};
      histories.push((await model.fit(x, y, options)).history);
    }
    expectNumbers(histories[1], histories[0] as Record<string, number[]>, 1e-3);
    for (let count = 0; count < 4; count++) {
      for (const model of [plain, compiled]) await model.trainOnBatch(x, y);
      const found = expectReplayedLater(prediction, count, () => numbersOf(compiled.predict(x)));
      expectNumbers(found, numbersOf(plain.predict(x)), 1e-3);
    }
    expect(replays(training)).to.be.above(8);
    // In the order in which they were attached.
    training.dispose();
    prediction.dispose();
    compile(compiled);
    await compiled.trainOnBatch(x, y);
    tf.dispose(compiled.predict(x));
    for (const step of [training, prediction]) expect(step.inspect().signatures).to.deep.equal([]);
    tf.dispose([x, y]);
    for (const model of [plain, compiled]) model.dispose();
  });

  it('leave the first step when a model is compiled a second time', () => {
    const model = classifier();
    const x = rowsOf(9, 4, 1);
    const [first, second] = [compilePrediction(model), compilePrediction(model)];
    first.dispose();
    for (let count = 0; count < 4; count++) tf.dispose(model.predict(x));
    expect(first.inspect().signatures).to.deep.equal([]);
    expect(replays(second)).to.be.above(0);
    second.dispose();
    tf.dispose(model.predict(x));
    expect(second.inspect().signatures).to.deep.equal([]);
    x.dispose();
    model.dispose();
  });
});

/** The program runs from the third call on. */
function expectReplayedLater<T>(step: Step, count: number, run: () => T): T {
  return count < 2 ? run() : expectReplayed(step, run);
}
