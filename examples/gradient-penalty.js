/**
 * `node examples/gradient-penalty.js`: the critic of a WGAN-GP (Gulrajani et al., "Improved Training of Wasserstein
 * GANs", 2017). Its loss contains a gradient, which is differentiated again, with respect to the weights.
 *
 * The critic measures the distance between two clouds of points. Here one cloud is the other, moved by d, so their distance
 * is d. The best critic is linear along the move. With slope s it measures s·d, at a penalty of PENALTY·(s - 1)², so the best
 * slope is s = 1 + d / (2·PENALTY).
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph, namedGradients, valueAndGradient} from 'tfjs-value-and-gradient';

const STEPS = 300;
const PENALTY = 10;
const POINTS = 128;
const UNITS = 16;
const MOVE = [1.2, 0.9];

tf.enableProdMode();
const normal = (shape, seed) => tf.randomNormal(shape, 0, 0.5, 'float32', seed);
const real = normal([POINTS, 2], 1);
const fake = tf.add(real, MOVE);

/** A score for each point, `[B, 1]`. The critic is smooth, because at a kink its gradient has no derivative. */
function scoresOf([hidden, bias, output], points) {
  return tf.matMul(tf.softplus(tf.add(tf.matMul(points, hidden), bias)), output);
}

/** The squared distance of the critic's slope from 1, at points between the real and the fake ones. */
function penaltyOf(weights, shares) {
  const between = tf.add(real, tf.mul(shares, tf.sub(fake, real)));
  // Each score depends on its own point only, so the gradient of their sum has one row per point.
  const [, slopes] = valueAndGradient((points) => scoresOf(weights, points), between);
  return tf.mean(tf.square(tf.sub(tf.norm(slopes, 2, 1), 1)));
}

/** The loss, with the distance that the critic measures and the penalty as auxiliary results. */
function lossOf(weights, shares) {
  const distance = tf.sub(tf.mean(scoresOf(weights, fake)), tf.mean(scoresOf(weights, real)));
  const penalty = penaltyOf(weights, shares);
  return [tf.sub(tf.mul(PENALTY, penalty), distance), [distance, penalty]];
}

const weights = [normal([2, UNITS], 2), normal([UNITS], 3), normal([UNITS, 1], 4)].map((initial) =>
  tf.variable(initial),
);
const compiled = graph(lossOf);
// Drawn anew on every step, so it is an argument: a compiled function cannot draw random numbers itself.
const sharesAt = (step) => tf.randomUniform([POINTS, 1], 0, 1, 'float32', step);
const numberIn = (tensor) => tensor.dataSync()[0];

/** Compares the derivative with respect to the first weight with a central difference of the loss. */
function compareWithDifferences() {
  const [hidden, ...others] = weights;
  const [, gradients] = valueAndGradient(compiled, [weights, sharesAt(0)], {argnums: 0, hasAux: true});
  const lossAt = (step) => {
    const moved = tf.add(hidden, tf.reshape(tf.oneHot(0, hidden.size, step, 0, 'float32'), hidden.shape));
    return numberIn(lossOf([moved, ...others], sharesAt(0))[0]);
  };
  const difference = (lossAt(0.01) - lossAt(-0.01)) / 0.02;
  console.log(`Derivative for one weight: ${numberIn(gradients[0]).toFixed(4)}`);
  console.log(`By central differences:   ${difference.toFixed(4)}\n`);
}

const optimizer = tf.train.adam(0.01);

function trainingStep(step) {
  const [[loss, [distance, penalty]], gradients] = valueAndGradient(compiled, [weights, sharesAt(step)], {
    argnums: 0,
    hasAux: true,
  });
  optimizer.applyGradients(namedGradients(weights, gradients));
  if (step > 1 && step % 60 !== 0) return;
  printRow(step, [loss, distance, penalty].map(numberIn));
}

function printRow(title, numbers) {
  const shown = numbers.map((number) => number.toFixed(4).padStart(8));
  console.log(`${String(title).padStart(4)} ${shown.join(' ')}`);
}

tf.tidy(compareWithDifferences);
console.log('step     loss distance  penalty');
for (let step = 1; step <= STEPS; step++) tf.tidy(() => trainingStep(step));
const trueDistance = Math.hypot(...MOVE);
const excess = trueDistance / (2 * PENALTY);
const distance = (1 + excess) * trueDistance;
printRow('best', [PENALTY * excess ** 2 - distance, distance, excess ** 2]);
console.log(`\nThe true distance: ${trueDistance.toFixed(4)}`);
console.log(`Programs compiled: ${compiled.inspect().signatures.length}`);
compiled.dispose();
