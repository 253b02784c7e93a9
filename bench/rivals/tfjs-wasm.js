import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {differentiateByTfjs} from './tfjs.js';

export async function prepare(workload) {
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend does not start');
  return {run: differentiateByTfjs(workload)};
}
