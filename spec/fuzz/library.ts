/** What programs may call. */
import * as tf from '@tensorflow/tfjs-core';

import {
  batchJacobian,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
  valueAndGradient,
} from '../../src/index.js';
import type {Library} from './expression.js';

/** A cube whose slope is given by a tf.customGrad. */
function cubeWithSlope(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [given, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    save([given]);
    const value = tf.mul(given, tf.square(given));
    return {value, gradFunc: (dy, [saved]) => tf.mul(dy, tf.mul(3, tf.square(saved as tf.Tensor)))};
  })(x);
}

/** A cube in an operation that tf.customGrad makes of two inputs and their product. */
function productWithSlopes(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [x, y, save] = inputs as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([x, y]);
    const gradFunc = (dy: tf.Tensor, [left, right]: tf.Tensor[]): tf.Tensor[] => [
      tf.mul(dy, right as tf.Tensor),
      tf.mul(dy, left as tf.Tensor),
    ];
    return {value: tf.mul(x, y), gradFunc};
  })(a, b);
}

/** Makes and drops what nobody asked for. */
function inTidy(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    tf.exp(x);
    return tf.mul(tf.sin(x), 2);
  });
}

/** tfjs's cpu kernel writes into the tensor that it is given: here into one that nobody else holds. */
function updateAt(x: tf.Tensor, indices: number[][], updates: tf.Tensor): tf.Tensor {
  return tf.tensorScatterUpdate(tf.mul(x, 1.5), tf.tensor2d(indices, undefined, 'int32'), updates);
}

/** Functions that a printed program has to bring along. */
export const helpers: Readonly<Record<string, (...args: never[]) => unknown>> = {
  cubeWithSlope,
  productWithSlopes,
  inTidy,
  updateAt,
};

export const library: Library = {
  tf,
  batchJacobian,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
  valueAndGradient,
  ...helpers,
};
