/** tfjs's tensors of plain numbers, and back. */
import * as tf from '@tensorflow/tfjs-core';

export function toTensor({values, shape}) {
  return tf.tensor(values, shape);
}

/** Every tensor's numbers; the tensors are disposed of. */
export function readAll(tensors) {
  return tensors.map((tensor) => {
    const values = tensor.dataSync();
    tensor.dispose();
    return values;
  });
}
