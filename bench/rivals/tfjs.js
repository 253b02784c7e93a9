/** tfjs as it is: without this package, but with tfjs's own gradients, which Node has to be given. */
import * as tf from '@tensorflow/tfjs-core';
import '../../dist/tfjs-gradients.node.js';
import {readAll, toTensor} from './tensors.js';

/** `tf.valueAndGrads`, on the backend that runs. */
export function differentiateByTfjs({args, inTfjs}) {
  const differentiate = tf.valueAndGrads(inTfjs(tf));
  const tensors = args.map(toTensor);
  return () => {
    const {value, grads} = differentiate(tensors);
    return readAll([value, ...grads]);
  };
}
