/** `npm start` shows the calling rules of valueAndGradient, then uses it to fit a classifier of penguins. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

import {showCallingRules} from './penguins/calling-rules.js';
import {plotLosses} from './penguins/chart.js';
import {loadPenguins} from './penguins/data.js';
import {accuracyOf, train} from './penguins/classifier.js';

// Suppresses tfjs's advice to install another backend.
tf.enableProdMode();

showCallingRules();

const penguins = loadPenguins({trainingShare: 0.7, seed: 1});
console.log(`Classifying ${penguins.training.count} penguins by gradient descent:`);
const before = tf.memory().numTensors;
const {parameters, losses} = train(penguins.training, {steps: 400, rate: 0.1});
console.log(plotLosses(losses));

const added = tf.memory().numTensors - before;
console.log(`\nTensors in memory after training: ${added} more than before (the weights and the bias)`);
const percent = (100 * accuracyOf(parameters, penguins.heldOut)).toFixed(1);
tf.dispose([parameters, penguins]);
console.log(`Accuracy on ${penguins.heldOut.count} held-out penguins: ${percent} %`);
