/** `node examples/train-a-layers-model.js` trains a tfjs-layers model in a custom, compiled training loop. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import {graph, namedGradients, valueAndGradient} from 'tfjs-value-and-gradient';

import {loadPenguins} from './penguins/data.js';

const STEPS = 150;

tf.enableProdMode();
const {training, heldOut} = loadPenguins({trainingShare: 0.7, seed: 1});
const model = makeModel();
const optimizer = tf.train.adam(0.02);

let runs = 0;

/**
 * The loss, with the scores as an auxiliary result. The data are arguments, so other batches of the same shape need no new
 * trace. The function runs twice, then its program is replayed. A layer that draws random numbers, such as dropout in
 * training, could not be compiled.
 */
const lossOf = graph((model, features, labels) => {
  runs++;
  const scores = model.apply(features);
  return [tf.losses.softmaxCrossEntropy(labels, scores), scores];
});

console.log(`${model.countParams()} weights, ${training.count} penguins\n\nstep   loss  accuracy`);
for (let step = 1; step <= STEPS; step++) {
  // A model stands for its trainable weights, so `gradients` is a list with one gradient per weight.
  const [[loss, scores], gradients] = valueAndGradient(lossOf, [model, training.features, training.labels], {
    argnums: 0,
    hasAux: true,
  });
  optimizer.applyGradients(namedGradients(model, gradients));
  if (step === 1 || step % 30 === 0) report(step, loss, accuracyOf(scores, training.labels));
  tf.dispose([loss, scores, gradients]);
}

const [{kernelsTraced, kernelsRun, fused, calls}] = lossOf.inspect().signatures;
console.log(`\nThe loss function ran ${runs} times, its program was called ${calls} times.`);
console.log(
  `A step takes ${kernelsRun} kernels of tfjs and ${fused} steps of the machine; ${kernelsTraced} were traced.`,
);
const held = accuracyOf(model.predict(heldOut.features), heldOut.labels);
console.log(`Accuracy on ${heldOut.count} held-out penguins: ${(100 * held).toFixed(1)} %`);
lossOf.dispose();

function makeModel() {
  const dense = (units, seed, options) =>
    tfl.layers.dense({units, kernelInitializer: tfl.initializers.glorotUniform({seed}), ...options});
  return tfl.sequential({layers: [dense(16, 1, {inputShape: [4], activation: 'tanh'}), dense(3, 2)]});
}

function accuracyOf(scores, labels) {
  return tf.tidy(() => tf.mean(tf.equal(tf.argMax(scores, 1), tf.argMax(labels, 1))).dataSync()[0]);
}

function report(step, loss, accuracy) {
  const percent = (100 * accuracy).toFixed(1);
  console.log(`${String(step).padStart(4)} ${loss.dataSync()[0].toFixed(4)}  ${percent.padStart(6)} %`);
}
