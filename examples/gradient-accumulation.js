/**
 * `node examples/gradient-accumulation.js`: one step of an optimizer for many mini-batches, when the whole batch does not fit
 * into memory at once. Their gradients are added up in variables, which a compiled function may assign.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph, namedGradients, valueAndGradient} from 'tfjs-value-and-gradient';

import {loadPenguins} from './penguins/data.js';

const STEPS = 100;
const ROWS = 32;

tf.enableProdMode();
const {training, heldOut} = loadPenguins({trainingShare: 0.7, seed: 1});
const variablesOf = (seeds) => [[4, 16], [16], [16, 3], [3]].map((shape, index) =>
  tf.variable(seeds ? tf.randomNormal(shape, 0, 0.3, 'float32', index + 1) : tf.zeros(shape)),
); // prettier-ignore
const weights = variablesOf(true);
const sums = variablesOf(false);
const optimizer = tf.train.adam(0.02);

const scoresOf = ([w1, b1, w2, b2], x) => tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);

/** The sum of the losses, not their mean: so the gradients of mini-batches of any size add up to that of the whole batch. */
const lossOf = (parameters, x, y) =>
  tf.losses.softmaxCrossEntropy(y, scoresOf(parameters, x), undefined, undefined, tf.Reduction.SUM);

/** Adds the gradient of a mini-batch to the sums. Compiled once for each size: here 32, and a smaller last one. */
const accumulate = graph((x, y) => {
  const [loss, gradients] = valueAndGradient(lossOf, [weights, x, y], {argnums: 0});
  sums.forEach((sum, index) => sum.assign(tf.add(sum, gradients[index])));
  return loss;
});

/** Updates the weights by the mean gradient, and begins anew. */
const update = graph((count) => {
  optimizer.applyGradients(namedGradients(weights, sums.map((sum) => tf.div(sum, count)))); // prettier-ignore
  for (const sum of sums) sum.assign(tf.zerosLike(sum));
});

/** The mini-batches as tensors, made once. */
const batches = Array.from({length: Math.ceil(training.count / ROWS)}, (_, index) => {
  const rows = Math.min(ROWS, training.count - index * ROWS);
  return [training.features, training.labels].map((data) => tf.slice(data, index * ROWS, rows));
});
const count = tf.scalar(training.count);

/** The largest difference of the sums from the gradient of the whole batch. */
function differenceFromWhole() {
  const [, gradients] = valueAndGradient(lossOf, [weights, training.features, training.labels], {argnums: 0});
  const differences = gradients.map((gradient, index) => tf.max(tf.abs(tf.sub(gradient, sums[index]))));
  return tf.max(tf.stack(differences)).dataSync()[0];
}

let difference = 0;
for (let step = 1; step <= STEPS; step++) {
  let loss = 0;
  for (const [x, y] of batches) loss += tf.tidy(() => accumulate(x, y).dataSync()[0]);
  if (step === STEPS) difference = tf.tidy(differenceFromWhole);
  update(count);
  if (step === 1 || step % 25 === 0)
    console.log(`step ${String(step).padStart(3)}: loss ${(loss / training.count).toFixed(4)}`);
}
const programs = [accumulate, update].map((compiled) => compiled.inspect().signatures.length);
console.log(`\n${batches.length} mini-batches a step, ${programs[0]} + ${programs[1]} programs`);
console.log(`Largest difference from the gradient of the whole batch: ${difference.toExponential(1)}`);
const hits = tf.tidy(() =>
  tf
    .mean(tf.equal(tf.argMax(scoresOf(weights, heldOut.features), 1), tf.argMax(heldOut.labels, 1)))
    .dataSync(),
);
console.log(`Accuracy on ${heldOut.count} held-out penguins: ${(100 * hits[0]).toFixed(1)} %`);
