/** The gradient alone, by a graph function of the data. It is compared with tfjs's optimizer after it, and timed without. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {graph, namedGradients, valueAndGradient} from 'tfjs-value-and-gradient';
import {lossIn, proveReplayed, startInTfjs, trainer} from './trainer.js';

export async function prepare(workload, optimizer) {
  await tf.setBackend('cpu');
  return trainer((rate) => {
    const {variables, data, loss, weights} = startInTfjs(tf, workload);
    const by = tf.train[optimizer](rate);
    const compiled = graph((parameters, given) => loss(...parameters, ...given));
    const differentiate = () => valueAndGradient(compiled, [variables, data], {argnums: 0});
    const step = () => {
      const [value, gradients] = differentiate();
      by.applyGradients(namedGradients(variables, gradients));
      tf.dispose(gradients);
      return lossIn(value);
    };
    const run = () => {
      const [value, gradients] = differentiate();
      tf.dispose(gradients);
      return lossIn(value);
    };
    return {step, run, weights, prove: () => proveReplayed(compiled)};
  });
}
