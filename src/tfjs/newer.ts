/**
 * What older versions of tfjs-core do not export. Imported by name, it would keep those from loading, with a message of
 * the module loader's, before `check.ts` can refuse them.
 */
import * as tf from '@tensorflow/tfjs-core';

export const RaggedRange = 'RaggedRange';
export const TensorScatterUpdate = 'TensorScatterUpdate';
export const tensorScatterUpdate = tf.tensorScatterUpdate;
