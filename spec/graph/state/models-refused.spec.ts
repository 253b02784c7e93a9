import * as tf from '@tensorflow/tfjs-core';
import {initializers, layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {compilePrediction, compileTraining} from '../../../src/index.js';
import {expectNumbers} from '../../support.js';
import {onEachGraphBackend} from '../graph-backends.js';
import {warningsDuring} from '../warnings.js';

const STATEFUL = /^compile\w+: the model \w+ by its own \w+\. graph: f has a stateful layer/;

/** A recurrent layer whose states go on from batch to batch. */
function recurrent(): Sequential {
  const seeded = (seed: number): {kernelInitializer: ReturnType<typeof initializers.glorotUniform>} => ({
    kernelInitializer: initializers.glorotUniform({seed}),
  });
  const recurrentInitializer = initializers.glorotUniform({seed: 3});
  const model = sequential();
  model.add(
    layers.gru({units: 3, stateful: true, batchInputShape: [2, 4, 2], recurrentInitializer, ...seeded(1)}),
  );
  model.add(layers.dense({units: 1, ...seeded(2)}));
  model.compile({optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError'});
  return model;
}

const batch = (seed: number): tf.Tensor =>
  tf.tensor3d(Array.from({length: 16}, (_, index) => Math.sin(seed + index)), [2, 4, 2]); // prettier-ignore

/** Reads its input, and scales it by what it has read. */
class Reading extends layers.Layer {
  static readonly className = 'Reading';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    if (x === undefined) throw new Error('no input');
    return tf.tidy(() => tf.mul(x, x.dataSync()[0] as number));
  }
}

async function warningsUntil(run: () => Promise<void>): Promise<string[]> {
  const {warn} = console;
  const warnings: string[] = [];
  console.warn = (text: string) => void warnings.push(text);
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return warnings;
}

onEachGraphBackend('a model that cannot be compiled', () => {
  it('predicts by its own code if a layer is stateful, and its states advance once for each batch', () => {
    const [plain, compiled] = [recurrent(), recurrent()];
    const step = compilePrediction(compiled);
    const warnings = warningsDuring(() => {
      for (let seed = 0; seed < 5; seed++) {
        const x = batch(seed);
        const [expected, found] = [plain, compiled].map((model) => model.predictOnBatch(x) as tf.Tensor);
        expectNumbers(found, expected?.arraySync());
        tf.dispose([x, expected, found] as tf.Tensor[]);
      }
    });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(STATEFUL);
    step.dispose();
    for (const model of [plain, compiled]) model.dispose();
  });

  it('trains by its own step if a layer is stateful, and its states advance once for each batch', async () => {
    const [plain, compiled] = [recurrent(), recurrent()];
    const step = compileTraining(compiled);
    const y = tf.ones([2, 1]);
    const warnings = await warningsUntil(async () => {
      for (let seed = 0; seed < 5; seed++) {
        const x = batch(seed);
        const expected = await plain.trainOnBatch(x, y);
        expectNumbers(await compiled.trainOnBatch(x, y), expected);
        x.dispose();
      }
    });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(STATEFUL);
    step.dispose();
    y.dispose();
    for (const model of [plain, compiled]) model.dispose();
  });

  it('predicts and evaluates by its own code if a layer reads data, with one warning', () => {
    const model = sequential({layers: [new Reading({inputShape: [2]})]});
    model.compile({optimizer: 'sgd', loss: 'meanSquaredError'});
    const step = compilePrediction(model);
    const before = tf.memory().numTensors;
    const warnings = warningsDuring(() => {
      for (let value = 1; value < 5; value++) {
        const [x, y] = [tf.tensor2d([[value, 1]]), tf.zeros([1, 2])];
        const [predicted, loss] = [model.predict(x), model.evaluate(x, y)] as tf.Tensor[];
        expectNumbers(predicted, [[value ** 2, value]]);
        expectNumbers(loss, (value ** 4 + value ** 2) / 2);
        tf.dispose([x, y, predicted, loss] as tf.Tensor[]);
      }
    });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^compilePrediction: the model predicts by its own code. graph: f reads/);
    expect(tf.memory().numTensors).to.equal(before);
    step.dispose();
    model.dispose();
  });

  it('is refused if it is not a model', () => {
    const wrong = {predict: () => 1, evaluate: () => 1};
    expect(() => compilePrediction(wrong)).to.throw(
      TypeError,
      /^compilePrediction: model: expected a LayersModel, got/,
    );
  });
});
