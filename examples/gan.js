/**
 * `node examples/gan.js`: a generative adversarial network (Goodfellow et al., 2014) with two optimizers in turns. The generator
 * learns to make points of a ring from noise; each player's step is compiled, with its optimizer in it.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph} from 'tfjs-value-and-gradient';

const STEPS = 1200;
const POINTS = 64;
const NOISE = 4;
const RADIUS = 2;

tf.enableProdMode();
let seed = 0;
const normal = (shape, deviation = 1) => tf.randomNormal(shape, 0, deviation, 'float32', ++seed);
const layersOf = (...widths) =>
  widths.slice(1).map((width, index) => ({
    weights: tf.variable(normal([widths[index], width], Math.sqrt(2 / widths[index]))),
    bias: tf.variable(tf.zeros([width])),
  }));
const generator = layersOf(NOISE, 32, 32, 2);
const critic = layersOf(2, 32, 32, 1);
const variablesOf = (layers) => layers.flatMap(({weights, bias}) => [weights, bias]);

const apply = (layers, x) =>
  layers.reduce((input, {weights, bias}, index) => {
    const sums = tf.add(tf.matMul(input, weights), bias);
    return index === layers.length - 1 ? sums : tf.leakyRelu(sums);
  }, x);

/** The cross-entropy of scores that should all be called real (1), or fake (0). */
const lossFor = (label, scores) => tf.losses.sigmoidCrossEntropy(tf.fill(scores.shape, label), scores);

const optimizers = [tf.train.adam(0.002, 0.5), tf.train.adam(0.001, 0.5)];

/** Each step updates the variables of its own player only. Real ones are called 0.9, lest the critic be too sure of itself. */
const criticStep = graph((real, noise) =>
  optimizers[0].minimize(
    () => tf.add(lossFor(0.9, apply(critic, real)), lossFor(0, apply(critic, apply(generator, noise)))),
    true,
    variablesOf(critic),
  ),
);
const generatorStep = graph((noise) =>
  optimizers[1].minimize(
    () => lossFor(1, apply(critic, apply(generator, noise))),
    true,
    variablesOf(generator),
  ),
);

/** Points near a circle. */
function realPoints() {
  const angles = tf.randomUniform([POINTS], 0, 2 * Math.PI, 'float32', ++seed);
  return tf.add(tf.mul(RADIUS, tf.stack([tf.cos(angles), tf.sin(angles)], 1)), normal([POINTS, 2], 0.05));
}

/** Mean and deviation of the points' distance from the centre, and how many of eight sectors have their share, or half of it. */
function statistics() {
  const points = apply(generator, tf.randomNormal([1024, NOISE], 0, 1, 'float32', 1));
  const {mean, variance} = tf.moments(tf.norm(points, 2, 1));
  const counts = new Array(8).fill(0);
  for (const [x, y] of points.arraySync()) counts[Math.floor((4 * Math.atan2(y, x)) / Math.PI) + 4]++;
  return [mean.dataSync()[0], Math.sqrt(variance.dataSync()[0]), counts.filter((count) => count > 64).length];
}

for (let step = 1; step <= STEPS; step++) {
  const losses = tf.tidy(() => [
    criticStep(realPoints(), normal([POINTS, NOISE])).dataSync()[0],
    generatorStep(normal([POINTS, NOISE])).dataSync()[0],
  ]);
  if (step % 300 > 0) continue;
  const [mean, deviation] = tf.tidy(statistics);
  console.log(
    `step ${step}: losses ${losses.map((loss) => loss.toFixed(3)).join(', ')}; ` +
      `radius ${mean.toFixed(2)} ± ${deviation.toFixed(2)}`,
  );
}
const [mean, deviation, sectors] = tf.tidy(statistics);
const programs = [criticStep, generatorStep].map((step) => step.inspect().signatures.length);
console.log(`\nPrograms compiled: ${programs.join(' + ')}`);
console.log(
  `Radius of generated points: ${mean.toFixed(3)} ± ${deviation.toFixed(3)}, in ${sectors} of 8 sectors`,
);
