/** The Palmer penguins as tensors: four measurements of each, and its species. */
import * as tf from '@tensorflow/tfjs-core';

// The package exports only URLs of its data. The data themselves are files.
import rows from '../../node_modules/vega-datasets/data/penguins.json' with {type: 'json'};

const SPECIES = ['Adelie', 'Chinstrap', 'Gentoo'];
export const MEASUREMENTS = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];

/**
 * Splits the penguins at random into a training set and a held-out set.
 * Each part: `{features: [count, 4], labels: [count, 3] one-hot, count}`.
 */
export function loadPenguins({trainingShare, seed}) {
  const complete = measured(rows);
  const shuffled = shuffle(complete, seed);
  const size = Math.round(trainingShare * shuffled.length);
  return tf.tidy(() => {
    const training = toTensors(shuffled.slice(0, size));
    const heldOut = toTensors(shuffled.slice(size));
    // Statistics of the training rows only, so that nothing is learned from the held-out rows.
    const standardise = standardiser(training.features);
    return {
      training: {...training, features: standardise(training.features)},
      heldOut: {...heldOut, features: standardise(heldOut.features)},
    };
  });
}

/** All penguins whose sex is known: `{features: [count, 4], isMale: [count] of 0 and 1, count}`. */
export function loadSexes() {
  const known = measured(rows).filter(({Sex}) => Sex === 'MALE' || Sex === 'FEMALE');
  return tf.tidy(() => {
    const {features, count} = toTensors(known);
    const isMale = tf.tensor1d(known.map(({Sex}) => Number(Sex === 'MALE')));
    return {features: standardiser(features)(features), isMale, count};
  });
}

function measured(penguins) {
  return penguins.filter((row) => MEASUREMENTS.every((name) => row[name] !== null));
}

/** Shifts and scales features so that those of `reference` have mean 0 and standard deviation 1. */
function standardiser(reference) {
  const {mean, variance} = tf.moments(reference, 0);
  return (features) => tf.div(tf.sub(features, mean), tf.sqrt(variance));
}

function toTensors(penguins) {
  const features = tf.tensor2d(penguins.map((row) => MEASUREMENTS.map((name) => row[name])));
  const species = penguins.map((row) => SPECIES.indexOf(row.Species));
  return {features, labels: tf.oneHot(tf.tensor1d(species, 'int32'), SPECIES.length), count: penguins.length};
}

/** Shuffles a list. The same seed gives the same order. */
function shuffle(list, seed) {
  const keys = tf.tidy(() => tf.randomUniform([list.length], 0, 1, 'float32', seed).dataSync());
  const order = [...list.keys()].sort((left, right) => keys[left] - keys[right]);
  return order.map((index) => list[index]);
}
