import * as tf from '@tensorflow/tfjs-core';
import {Playground} from './playground.js';

// Without tfjs's advice on the console to install another backend.
tf.enableProdMode();

await new Playground().begin();
