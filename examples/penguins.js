/** `npm start`: the calling rules of valueAndGradient, then a classifier of penguins fitted by its gradients. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

import {showCallingRules} from './penguins/calling-rules.js';
import {plotLosses} from './penguins/chart.js';
import {loadPenguins} from './penguins/data.js';
import {accuracyOf, train} from './penguins/classifier.js';

// Without tfjs's advice on the console to install another backend.
tf.enableProdMode();

showCallingRules();

const penguins = loadPenguins({trainingShare: 0.7, seed: 1});
console.log(`Species of ${penguins.training.count} penguins by gradient descent:`);
const before = tf.memory().numTensors;
const {parameters, losses} = train(penguins.training, {steps: 400, rate: 0.1});
console.log(plotLosses(losses));

const added = tf.memory().numTensors - before;
console.log(`\nTensors in memory after training: ${added} more than before, the weights and the bias`);
const percent = (100 * accuracyOf(parameters, penguins.heldOut)).toFixed(1);
tf.dispose([parameters, penguins]);
console.log(`Accuracy on ${penguins.heldOut.count} held-out penguins: ${percent} %`);
