import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {initializers, layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';
import {expect} from 'chai';
import {readFileSync} from 'node:fs';

import {graph, namedGradients, valueAndGradient} from '../../src/index.js';

const STEPS = 100;
const SPECIES = ['Adelie', 'Chinstrap', 'Gentoo'];

/** The measurements of the Palmer penguins, standardised, and their species. */
function readPenguins(): {inputs: tf.Tensor2D; labels: tf.Tensor2D} {
  const text = readFileSync('node_modules/vega-datasets/data/penguins.json', 'utf8');
  const rows = (JSON.parse(text) as Array<Record<string, unknown>>).flatMap((row) => {
    const measured = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'].map(
      (key) => row[key],
    );
    return measured.every((value) => typeof value === 'number')
      ? [{measured, species: SPECIES.indexOf(String(row['Species']))}]
      : [];
  });
  return tf.tidy(() => {
    const raw = tf.tensor2d(rows.map(({measured}) => measured as number[]));
    const {mean, variance} = tf.moments(raw, 0);
    const labels = tf.oneHot(
      tf.tensor1d(
        rows.map(({species}) => species),
        'int32',
      ),
      3,
    );
    return {
      inputs: tf.div(tf.sub(raw, mean), tf.sqrt(variance)),
      labels: tf.cast(labels, 'float32') as tf.Tensor2D,
    };
  });
}

function makeModel(): Sequential {
  const kernelInitializer = (seed: number): ReturnType<typeof initializers.glorotUniform> =>
    initializers.glorotUniform({seed});
  return sequential({
    layers: [
      layers.dense({units: 8, inputShape: [4], activation: 'tanh', kernelInitializer: kernelInitializer(1)}),
      layers.dense({units: 3, kernelInitializer: kernelInitializer(2)}),
    ],
  });
}

type Loss = (model: Sequential, inputs: tf.Tensor, labels: tf.Tensor) => tf.Tensor;

const loss: Loss = (model, inputs, labels) =>
  tf.losses.softmaxCrossEntropy(labels, model.apply(inputs) as tf.Tensor);

/** The weights after some steps of gradient descent, and the first and last loss. */
function train(
  f: Loss,
  {inputs, labels}: ReturnType<typeof readPenguins>,
): {weights: number[]; losses: number[]} {
  const model = makeModel();
  const optimizer = tf.train.sgd(0.1);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const [value, gradients] = valueAndGradient(f, [model, inputs, labels], {argnums: 0});
    optimizer.applyGradients(namedGradients(model, gradients));
    losses.push(value.dataSync()[0] as number);
    tf.dispose([value, gradients]);
  }
  const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  model.dispose();
  optimizer.dispose();
  return {weights, losses: [losses[0] as number, losses.at(-1) as number]};
}

describe('training a layers model on the penguins through a graph function', () => {
  it('reaches the weights of the tape, without running the model again', async () => {
    await tf.setBackend('cpu');
    const penguins = readPenguins();
    let runs = 0;
    const g = graph(((...args) => (runs++, loss(...args))) satisfies Loss);
    const {numTensors} = tf.memory();
    const [byGraph, byTape] = [train(g, penguins), train(loss, penguins)];
    expect(runs).to.equal(2);
    expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([STEPS]);
    expect(byTape.losses[1]).to.be.lessThan((byTape.losses[0] as number) / 3);
    const errors = byGraph.weights.map((weight, index) =>
      Math.abs(weight - (byTape.weights[index] as number)),
    );
    expect(errors.length).to.equal(4 * 8 + 8 + 8 * 3 + 3);
    expect(Math.max(...errors)).to.be.at.most(1e-5);
    expect(tf.memory().numTensors).to.equal(numTensors);
    g.dispose();
    tf.dispose([penguins.inputs, penguins.labels]);
  });
});
