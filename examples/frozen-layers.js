/**
 * `node examples/frozen-layers.js`: transfer learning. A model learns the species of penguins; then its first layers are frozen,
 * and a new last layer learns to tell their sex. Both trainings, and the predictions, run compiled.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import {compilePrediction, compileTraining} from 'tfjs-value-and-gradient';

import {loadPenguins, loadSexes} from './penguins/data.js';

tf.enableProdMode();
const dense = (units, activation, seed, options) =>
  tfl.layers.dense({
    units,
    activation,
    kernelInitializer: tfl.initializers.glorotUniform({seed}),
    ...options,
  });
const base = [dense(32, 'tanh', 1, {inputShape: [4]}), dense(16, 'tanh', 2)];

/** Trains a model of compiled steps; gives its accuracy on the data that it was trained with. */
async function fit(model, loss, [x, y], epochs) {
  model.compile({optimizer: tf.train.adam(0.01), loss, metrics: ['accuracy']});
  const steps = [compileTraining(model), compilePrediction(model)];
  const {history} = await model.fit(x, y, {epochs, batchSize: 64, shuffle: false, verbose: 0});
  const [lossAfter, accuracy] = tf.tidy(() => model.evaluate(x, y).map((result) => result.dataSync()[0]));
  const programs = steps.map((step) => step.inspect().signatures.length);
  for (const step of steps) step.dispose();
  console.log(
    `loss ${history.loss[0].toFixed(4)} -> ${lossAfter.toFixed(4)}, ${programs.join(' + ')} programs`,
  );
  return `${(100 * accuracy).toFixed(1)} %`;
}

const {training} = loadPenguins({trainingShare: 0.7, seed: 1});
const bySpecies = tfl.sequential({layers: [...base, dense(3, 'softmax', 3)]});
const ofSpecies = await fit(bySpecies, 'categoricalCrossentropy', [training.features, training.labels], 20);

// Layers are frozen before `compile`, which notes what is to be trained.
for (const layer of base) layer.trainable = false;
const numbersIn = (layers) =>
  layers.flatMap((layer) => layer.getWeights().flatMap((weight) => [...weight.dataSync()]));
const before = numbersIn(base);
const sexes = loadSexes();
const bySex = tfl.sequential({layers: [...base, dense(1, 'sigmoid', 4)]});
const ofSex = await fit(
  bySex,
  'binaryCrossentropy',
  [sexes.features, tf.reshape(sexes.isMale, [-1, 1])],
  150,
);

const moved = numbersIn(base).filter((number, index) => number !== before[index]).length;
console.log(`\nAccuracy by species: ${ofSpecies}`);
console.log(`Accuracy by sex: ${ofSex}`);
console.log(`Frozen weights: ${before.length}, of which ${moved} have changed`);
