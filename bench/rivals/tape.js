/** This package's tape. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {valueAndGradient} from 'tfjs-value-and-gradient';
import {readAll, toTensor} from './tensors.js';

export async function prepare({args, inTfjs}) {
  await tf.setBackend('cpu');
  const f = inTfjs(tf);
  const tensors = args.map(toTensor);
  const run = () => {
    const [value, gradients] = valueAndGradient(f, tensors);
    return readAll([value, ...gradients]);
  };
  return {run};
}
