import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {differentiateByTfjs} from './tfjs.js';

export async function prepare(workload) {
  await tf.setBackend('cpu');
  return {run: differentiateByTfjs(workload)};
}
