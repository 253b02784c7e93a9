/** Softmax regression, trained by gradient descent. */
import * as tf from '@tensorflow/tfjs-core';
import cliProgress from 'cli-progress';
import {valueAndGradient} from 'tfjs-value-and-gradient';

/** The parameters are an object of tensors, and their gradients have the same structure. */
function initialParameters({features, labels}) {
  return {weights: tf.zeros([features.shape[1], labels.shape[1]]), bias: tf.zeros([labels.shape[1]])};
}

/** One score per species: `[count, 3]`. */
function scoresOf({weights, bias}, features) {
  return tf.add(tf.matMul(features, weights), bias);
}

/** `{parameters, losses}`: the trained parameters, which the caller has to dispose of, and the loss at every step. */
export function train({features, labels}, {steps, rate}) {
  const lossOf = (parameters) => tf.losses.softmaxCrossEntropy(labels, scoresOf(parameters, features));
  let parameters = initialParameters({features, labels});
  const losses = [];
  const bar = new cliProgress.SingleBar({format: '{bar} {value}/{total} steps, loss {loss}'});
  bar.start(steps, 0, {loss: ''});
  for (let step = 1; step <= steps; step++) {
    const [loss, gradients] = valueAndGradient(lossOf, parameters);
    const next = moveDownhill(parameters, gradients, rate);
    losses.push(loss.dataSync()[0]);
    // We own the value and the gradients.
    tf.dispose([loss, gradients, parameters]);
    parameters = next;
    bar.update(step, {loss: losses.at(-1).toFixed(3)});
  }
  bar.stop();
  return {parameters, losses};
}

function moveDownhill(parameters, gradients, rate) {
  return tf.tidy(() => ({
    weights: tf.sub(parameters.weights, tf.mul(gradients.weights, rate)),
    bias: tf.sub(parameters.bias, tf.mul(gradients.bias, rate)),
  }));
}

/** The share of penguins whose species has the highest score. */
export function accuracyOf(parameters, {features, labels}) {
  return tf.tidy(() => {
    const predicted = tf.argMax(scoresOf(parameters, features), 1);
    return tf.mean(tf.equal(predicted, tf.argMax(labels, 1))).dataSync()[0];
  });
}
