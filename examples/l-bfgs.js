/**
 * `node examples/l-bfgs.js`: logistic regression with NLopt's L-BFGS predicts from its measurements whether a penguin is
 * male. Such an optimizer asks for a value and a gradient at arrays of plain numbers, which is what `objective` makes.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import nlopt from 'nlopt-js';
import {hessian, objective} from 'tfjs-value-and-gradient';

import {loadSexes, MEASUREMENTS} from './penguins/data.js';

const TOLERANCE = 1e-7;

tf.enableProdMode();
const {features, isMale, count} = loadSexes();
const inputs = tf.concat([tf.ones([count, 1]), features], 1);

/** The negative log likelihood of `[intercept, ...slopes]`. */
function loss(coefficients) {
  const logits = tf.squeeze(tf.matMul(inputs, tf.expandDims(coefficients, 1)), [1]);
  return tf.sum(tf.sub(tf.softplus(logits), tf.mul(isMale, logits)));
}

// An array of five numbers is one argument, not five.
const compiled = objective(loss, Array(inputs.shape[1]).fill(0), {autoUnpackSingleArg: false});

/** The minimum of the loss, and the loss there. */
async function minimise(f, start) {
  await nlopt.ready;
  const optimizer = new nlopt.Optimize(nlopt.Algorithm.LD_LBFGS, start.length);
  optimizer.setMinObjective(f, TOLERANCE);
  // Without a limit, NLopt allocates so long a history that its memory grows, and nlopt-js keeps a stale view of it.
  optimizer.setMaxeval(200);
  const {success, x, value} = optimizer.optimize(start);
  nlopt.GC.flush();
  if (!success) throw new Error('L-BFGS came to no end.');
  return {x, value};
}

/** The inverse of a positive definite matrix of plain numbers, by Gauss-Jordan elimination without pivoting. */
function inverse(matrix) {
  const rows = matrix.map((row, index) => [...row, ...row.map((_, column) => Number(index === column))]);
  rows.forEach((pivotRow, pivot) => {
    const scaled = pivotRow.map((entry) => entry / pivotRow[pivot]);
    rows.forEach((row, index) => {
      const factor = row[pivot];
      rows[index] = index === pivot ? scaled : row.map((entry, column) => entry - factor * scaled[column]);
    });
  });
  return rows.map((row) => row.slice(matrix.length));
}

const {x, value} = await minimise(compiled, Array.from(compiled.initial));
const {calls} = compiled.inspect();
console.log(
  `Negative log likelihood of ${count} penguins: ${value.toFixed(4)}, after ${calls} evaluations\n`,
);

// The curvature at the optimum gives the standard errors of the coefficients.
const curvature = tf.tidy(() => hessian(loss, tf.tensor1d(x)).arraySync());
const covariance = inverse(curvature);
console.log('log-odds of male        estimate  error');
['intercept', ...MEASUREMENTS].forEach((name, index) => {
  const shown = [x[index], Math.sqrt(covariance[index][index])].map((number) =>
    number.toFixed(4).padStart(8),
  );
  console.log(`${name.padEnd(22)} ${shown.join(' ')}`);
});
compiled.dispose();
tf.dispose([features, isMale, inputs]);
