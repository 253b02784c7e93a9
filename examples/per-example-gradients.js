/**
 * `node examples/per-example-gradients.js`: differentially private gradient descent (Abadi et al., "Deep Learning with
 * Differential Privacy", 2016). It clips the gradient of every example before it averages them.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {valueAndBatchJacobian, valueAndGradient} from 'tfjs-value-and-gradient';

import {loadPenguins} from './penguins/data.js';

const STEPS = 60;
const RATE = 2;
const CLIP = 0.5;
const NOISE = 1;

tf.enableProdMode();
const {training, heldOut} = loadPenguins({trainingShare: 0.7, seed: 1});
const {count} = training;
let weights = tf.zeros([5, 3]);

/** The four measurements, and a one for the bias: `[B, 5]`. */
const inputsOf = ({features}) => tf.concat([features, tf.ones([features.shape[0], 1])], 1);
const inputs = inputsOf(training);

/** Softmax regression with one copy of the weights per example, `[B, 5, 3]`. Returns one loss per example, `[B]`. */
function lossesOf(weightsOfEach) {
  const scores = tf.squeeze(tf.matMul(tf.expandDims(inputs, 1), weightsOfEach), [1]);
  return tf.neg(tf.sum(tf.mul(training.labels, tf.logSoftmax(scores)), 1));
}

/**
 * `[losses, gradients]`, of shapes `[B]` and `[B, 5, 3]`. Every example gets a copy of the weights, and each loss depends on
 * its own copy only. So the gradients are a batch Jacobian. A loss is one number, so it takes one backward pass.
 */
function perExampleGradients() {
  return valueAndBatchJacobian(lossesOf, tf.tile(tf.expandDims(weights, 0), [count, 1, 1]));
}

/** The norm of each example's gradient: `[B]`. */
const normsOf = (gradients) => tf.norm(tf.reshape(gradients, [count, -1]), 2, 1);

/** Clips gradients to the norm CLIP, and adds noise to their mean in proportion to the influence of one example. */
function clipped(gradients) {
  const scales = tf.minimum(1, tf.div(CLIP, normsOf(gradients)));
  return tf.mul(gradients, tf.reshape(scales, [count, 1, 1]));
}

function noisyMean(gradients, seed) {
  const noise = tf.randomNormal([5, 3], 0, NOISE * CLIP, 'float32', seed);
  return tf.div(tf.add(tf.sum(gradients, 0), noise), count);
}

/** The largest difference from gradients that are computed one example after another. */
function differenceFromOneByOne(gradients) {
  const rows = Array.from({length: count}, (_, index) => {
    const [input, label] = [inputs, training.labels].map((tensor) => tf.slice(tensor, index, 1));
    return valueAndGradient((w) => tf.losses.softmaxCrossEntropy(label, tf.matMul(input, w)), weights)[1];
  });
  return tf.max(tf.abs(tf.sub(gradients, tf.stack(rows)))).dataSync()[0];
}

function accuracy() {
  const predicted = tf.argMax(tf.matMul(inputsOf(heldOut), weights), 1);
  return tf.mean(tf.equal(predicted, tf.argMax(heldOut.labels, 1))).dataSync()[0];
}

function report(step, losses, gradients) {
  const [loss, longest, longestClipped] = [
    tf.mean(losses),
    tf.max(normsOf(gradients)),
    tf.max(normsOf(clipped(gradients))),
  ].map((tensor) => tensor.dataSync()[0].toFixed(4).padStart(9));
  console.log(`${String(step).padStart(4)} ${loss} ${longest} ${longestClipped}`);
}

console.log(`Gradients of ${count} losses, clipped to a norm of ${CLIP}:\n`);
console.log('step      loss   longest   clipped');
for (let step = 1; step <= STEPS; step++) {
  weights = tf.tidy(() => {
    const [losses, gradients] = perExampleGradients();
    if (step === 1 || step % 20 === 0) report(step, losses, gradients);
    return tf.sub(weights, tf.mul(RATE, noisyMean(clipped(gradients), step)));
  });
}
tf.tidy(() => {
  const difference = differenceFromOneByOne(perExampleGradients()[1]).toExponential(1);
  console.log(`\nLargest difference from gradients taken one by one: ${difference}`);
  console.log(`Accuracy on ${heldOut.count} held-out penguins: ${(100 * accuracy()).toFixed(1)} %`);
});
