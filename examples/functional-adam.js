/**
 * `node examples/functional-adam.js`: an optimizer as a function of a state, as in JAX. A step takes weights, moments and a count,
 * as one structure of tensors, and returns the next one. Nothing is assigned, so a step can be repeated, or differentiated.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph, valueAndGradient} from 'tfjs-value-and-gradient';

import {loadPenguins} from './penguins/data.js';

const STEPS = 150;
const RATE = 0.02;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7];

tf.enableProdMode();
const {training, heldOut} = loadPenguins({trainingShare: 0.7, seed: 1});
const layer = (rows, columns, seed) => ({
  weights: tf.randomNormal([rows, columns], 0, 0.3, 'float32', seed),
  bias: tf.zeros([columns]),
});
const initial = {hidden: layer(4, 16, 1), output: layer(16, 3, 2)};

/** Applies a function to the tensors at the same place of structures of the same form. */
function map(f, first, ...others) {
  if (first instanceof tf.Tensor) return f(first, ...others);
  const entries = Object.entries(first).map(([key, part]) => [
    key,
    map(f, part, ...others.map((o) => o[key])),
  ]);
  return Object.fromEntries(entries);
}

const dense = ({weights, bias}, x) => tf.add(tf.matMul(x, weights), bias);
const scoresOf = ({hidden, output}, x) => dense(output, tf.tanh(dense(hidden, x)));
const lossOf = (parameters, x, y) => tf.losses.softmaxCrossEntropy(y, scoresOf(parameters, x));

/** Kingma and Ba, "Adam", 2015, algorithm 1. */
const adam = graph(({parameters, means, squares, count}, x, y) => {
  const [loss, gradients] = valueAndGradient(lossOf, [parameters, x, y], {argnums: 0});
  const steps = tf.add(count, 1);
  const blend = (share) => (old, now) => tf.add(tf.mul(share, old), tf.mul(1 - share, now));
  const nextMeans = map(blend(BETA1), means, gradients);
  const nextSquares = map(blend(BETA2), squares, map(tf.square, gradients));
  const unbiased = (moment, share) => tf.div(moment, tf.sub(1, tf.pow(share, steps)));
  const move = (parameter, mean, square) => {
    const size = tf.add(tf.sqrt(unbiased(square, BETA2)), EPSILON);
    return tf.sub(parameter, tf.mul(RATE, tf.div(unbiased(mean, BETA1), size)));
  };
  const moved = map(move, parameters, nextMeans, nextSquares);
  return [loss, {parameters: moved, means: nextMeans, squares: nextSquares, count: steps}];
});

/** The same training by tfjs's optimizer. */
function trainByTfjs() {
  const variables = map((tensor) => tf.variable(tensor), initial);
  const optimizer = tf.train.adam(RATE, BETA1, BETA2, EPSILON);
  const step = graph((x, y) => optimizer.minimize(() => lossOf(variables, x, y), true));
  for (let count = 0; count < STEPS; count++) step(training.features, training.labels).dispose();
  return variables;
}

const zeros = () => map(tf.zerosLike, initial);
let state = {parameters: map(tf.clone, initial), means: zeros(), squares: zeros(), count: tf.scalar(0)};
for (let step = 1; step <= STEPS; step++) {
  const [loss, next] = adam(state, training.features, training.labels);
  tf.dispose(state);
  state = next;
  if (step === 1 || step % 50 === 0)
    console.log(`step ${String(step).padStart(3)}: loss ${loss.dataSync()[0].toFixed(4)}`);
  loss.dispose();
}
const [{calls}, ...others] = adam.inspect().signatures;
console.log(`\nPrograms compiled: ${others.length + 1}, which ran ${calls} times`);
tf.tidy(() => {
  const differences = [];
  map((one, other) => differences.push(tf.max(tf.abs(tf.sub(one, other)))), state.parameters, trainByTfjs());
  const largest = tf.max(tf.stack(differences)).dataSync()[0];
  console.log(`Largest difference from the weights that tf.train.adam finds: ${largest.toExponential(1)}`);
  const predicted = tf.argMax(scoresOf(state.parameters, heldOut.features), 1);
  const accuracy = tf.mean(tf.equal(predicted, tf.argMax(heldOut.labels, 1))).dataSync()[0];
  console.log(`Accuracy on ${heldOut.count} held-out penguins: ${(100 * accuracy).toFixed(1)} %`);
});
