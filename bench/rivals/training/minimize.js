/** tfjs as it is: `optimizer.minimize`. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '../../../dist/tfjs-gradients.node.js';
import {lossIn, startInTfjs, trainer} from './trainer.js';

export async function prepare(workload, optimizer) {
  await tf.setBackend('cpu');
  return trainer((rate) => {
    const {variables, data, loss, weights} = startInTfjs(tf, workload);
    const by = tf.train[optimizer](rate);
    const step = () => lossIn(by.minimize(() => loss(...variables, ...data), true, variables));
    return {step, weights};
  });
}
