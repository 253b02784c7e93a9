/** Hamiltonian Monte Carlo (Neal, "MCMC using Hamiltonian dynamics", 2011) for several chains at once. */
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';

/**
 * Draws positions, `[chains, dimensions]`, from the density whose logarithm is `logDensity(position)`, `[chains]`.
 * `settings`: `{warmUp, draws, steps, stepSize}`. `read` extracts the values to keep from a position.
 * Returns `{draws, accepted}`: the values kept, and the share of paths that were accepted.
 */
export function sample(logDensity, start, settings, read) {
  // Each chain's density depends on its own position only, so the gradient of their sum contains every chain's gradient.
  const evaluate = (position) => {
    const [density, gradient] = valueAndGradient(logDensity, position);
    return {position, density, gradient};
  };
  let state = tf.tidy(() => evaluate(start.clone()));
  const draws = [];
  let accepted = 0;
  for (let iteration = 1; iteration <= settings.warmUp + settings.draws; iteration++) {
    const next = tf.tidy(() => draw(evaluate, state, iteration, settings));
    tf.dispose(state);
    state = next;
    if (iteration <= settings.warmUp) continue;
    accepted += tf.tidy(() => tf.mean(state.accepted).dataSync()[0]) / settings.draws;
    draws.push(tf.tidy(() => read(state.position)));
  }
  tf.dispose(state);
  return {draws, accepted};
}

/** One draw of each chain: the end of a path if it is accepted, or else the old position. */
function draw(evaluate, state, iteration, {steps, stepSize}) {
  const momentum = tf.randomNormal(state.position.shape, 0, 1, 'float32', 3 * iteration);
  const chances = tf.randomUniform(state.density.shape, 0, 1, 'float32', 3 * iteration + 1);
  // Paths of random length, because paths of a fixed length could return to where they began.
  const [jitter] = tf.randomUniform([1], 0.7, 1.3, 'float32', 3 * iteration + 2).dataSync();
  const end = roll(evaluate, state, momentum, {steps, stepSize: jitter * stepSize});
  const loss = tf.sub(energyOf(end.state, end.momentum), energyOf(state, momentum));
  const accepted = tf.less(tf.log(chances), tf.neg(loss));
  const choose = (next, last) =>
    tf.where(tf.reshape(accepted, [...accepted.shape, ...next.shape.slice(1).map(() => 1)]), next, last);
  return {
    position: choose(end.state.position, state.position),
    density: choose(end.state.density, state.density),
    gradient: choose(end.state.gradient, state.gradient),
    accepted,
  };
}

/** The path of a particle that rolls over the negative log density, by the leapfrog method. */
function roll(evaluate, start, startMomentum, {steps, stepSize}) {
  let state = start;
  let momentum = tf.add(startMomentum, tf.mul(stepSize / 2, start.gradient));
  for (let step = 1; step <= steps; step++) {
    state = evaluate(tf.add(state.position, tf.mul(stepSize, momentum)));
    momentum = tf.add(momentum, tf.mul(step < steps ? stepSize : stepSize / 2, state.gradient));
  }
  return {state, momentum};
}

/** The sum of potential and kinetic energy: `[chains]`. */
function energyOf({density}, momentum) {
  return tf.sub(tf.mul(0.5, tf.sum(tf.square(momentum), 1)), density);
}
