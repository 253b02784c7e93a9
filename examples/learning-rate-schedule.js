/**
 * `node examples/learning-rate-schedule.js`: a learning rate that warms up and then falls along a cosine, set at every step.
 * The compiled step is not traced anew for it: from its first change on, the rate is an input of the program.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph} from 'tfjs-value-and-gradient';

import {loadPenguins} from './penguins/data.js';

const STEPS = 200;
const WARM_UP = 20;
const HIGHEST = 0.1;

tf.enableProdMode();
const {training, heldOut} = loadPenguins({trainingShare: 0.7, seed: 1});
const weights = [[4, 16], [16], [16, 3], [3]].map((shape, index) =>
  tf.variable(tf.randomNormal(shape, 0, 0.3, 'float32', index + 1)),
);
const optimizer = tf.train.adam(HIGHEST);

function rateAt(step) {
  if (step <= WARM_UP) return (HIGHEST * step) / WARM_UP;
  return (HIGHEST / 2) * (1 + Math.cos((Math.PI * (step - WARM_UP)) / (STEPS - WARM_UP)));
}

const scoresOf = (x) => {
  const [w1, b1, w2, b2] = weights;
  return tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
};

let runs = 0;
const train = graph((x, y) => {
  runs++;
  return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, scoresOf(x)), true);
});

for (let step = 1; step <= STEPS; step++) {
  optimizer.learningRate = rateAt(step);
  const loss = train(training.features, training.labels);
  if (step === 1 || step % 40 === 0) {
    const [shown, rate] = [loss.dataSync()[0].toFixed(4), rateAt(step).toFixed(4)];
    console.log(`step ${String(step).padStart(3)}: rate ${rate}, loss ${shown}`);
  }
  loss.dispose();
}
console.log(`\nThe step ran ${runs} times in JavaScript, and ${STEPS} times in all.`);
const accuracy = tf.tidy(() => {
  const predicted = tf.argMax(scoresOf(heldOut.features), 1);
  return tf.mean(tf.equal(predicted, tf.argMax(heldOut.labels, 1))).dataSync()[0];
});
console.log(`Accuracy on ${heldOut.count} held-out penguins: ${(100 * accuracy).toFixed(1)} %`);
