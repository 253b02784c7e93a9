/** A whole step as a graph function of the data. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {graph} from 'tfjs-value-and-gradient';
import {lossIn, proveReplayed, startInTfjs, trainer} from './trainer.js';

export async function prepare(workload, optimizer) {
  await tf.setBackend('cpu');
  return trainer((rate) => {
    const {variables, data, loss, weights} = startInTfjs(tf, workload);
    const by = tf.train[optimizer](rate);
    const train = graph((...given) => by.minimize(() => loss(...variables, ...given), true, variables));
    return {step: () => lossIn(train(...data)), weights, prove: () => proveReplayed(train)};
  });
}
