import type * as tf from '@tensorflow/tfjs-core';

import {unlessLost} from '../../shared/graphics.js';

/** Reads a tensor and disposes of it. Throws a GraphicsLostError where tfjs would wait for a lost graphics card for ever. */
export async function takeValues<D extends tf.DataType = 'float32'>(
  tensor: tf.Tensor,
): Promise<tf.DataTypeMap[D]> {
  try {
    return await unlessLost(tensor.data<D>());
  } finally {
    tensor.dispose();
  }
}
