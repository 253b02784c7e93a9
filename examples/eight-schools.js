/**
 * `node examples/eight-schools.js`: Hamiltonian Monte Carlo on the eight schools (Rubin, 1981). How much did coaching for a
 * test help in each of eight schools, if their effects are similar, but nobody knows how similar?
 *
 *     mu ~ Normal(0, 5)      tau ~ HalfCauchy(0, 5)      effect ~ Normal(mu, tau)      measured ~ Normal(effect, error)
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {graph} from 'tfjs-value-and-gradient';

import {summarise} from './shared/diagnostics.js';
import {sample} from './shared/hamiltonian-monte-carlo.js';

const MEASURED = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];
const CHAINS = 4;
const SETTINGS = {warmUp: 200, draws: 1500, steps: 8, stepSize: 0.3};

tf.enableProdMode();

/** The parametrization is non-centred: except for log tau, a position `[chains, 10]` has a standard normal prior. */
function parametersOf(position) {
  const [muRaw, logTau, effectsRaw] = tf.split(position, [1, 1, 8], 1);
  const [mu, tau] = [tf.mul(5, muRaw), tf.exp(logTau)];
  return {muRaw, mu, logTau, tau, effectsRaw, effects: tf.add(mu, tf.mul(tau, effectsRaw))};
}

/** The log density of each chain's position, up to a constant: `[chains]`. */
function logDensity(position) {
  const {muRaw, logTau, tau, effectsRaw, effects} = parametersOf(position);
  const residuals = tf.div(tf.sub(MEASURED, effects), ERRORS);
  const normals = tf.mul(-0.5, tf.sum(tf.square(tf.concat([muRaw, effectsRaw, residuals], 1)), 1));
  // The half-Cauchy density of tau, times the slope of the exponential, because log tau is drawn.
  const halfCauchy = tf.sub(logTau, tf.log1p(tf.square(tf.div(tau, 5))));
  return tf.add(normals, tf.squeeze(halfCauchy, [1]));
}

/** `[chain][parameter]`. */
function readParameters(position) {
  const {mu, tau, effects} = parametersOf(position);
  return tf.concat([mu, tau, effects], 1).arraySync();
}

function printRow(name, draws) {
  const {rHat, effective, ...moments} = summarise(draws);
  const shown = Object.values(moments).map((number) => number.toFixed(2).padStart(7));
  console.log(
    `${name.padEnd(8)} ${shown.join(' ')}  ${rHat.toFixed(3)} ${effective.toFixed(0).padStart(10)}`,
  );
}

// Traced twice, then replayed. Graph functions are made for thousands of evaluations of a few numbers each.
const compiled = graph(logDensity);
const start = tf.randomNormal([CHAINS, 10], 0, 1, 'float32', 1);
const {draws, accepted} = sample(compiled, start, SETTINGS, readParameters);

console.log(
  `${CHAINS} chains of ${draws.length} draws, ${(100 * accepted).toFixed(0)} % of the paths accepted\n`,
);
console.log('            mean     sd     5 %    50 %    95 %  R-hat  effective');
['mu', 'tau', ...MEASURED.map((_, school) => `effect ${school + 1}`)].forEach((name, index) => {
  const chains = Array.from({length: CHAINS}, (_, chain) =>
    draws.map((parameters) => parameters[chain][index]),
  );
  printRow(name, chains);
});
const [{calls}] = compiled.inspect().signatures;
console.log(`\nDensity and gradient were evaluated ${calls} times, by one program.`);
compiled.dispose();
start.dispose();
