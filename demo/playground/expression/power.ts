import * as tf from '@tensorflow/tfjs-core';

/** Beyond this, tf.pow takes over. */
const MOST_FACTORS = 12;

/**
 * A power as products where the exponent is a small whole number: exact to the last bits on every backend, where a
 * graphics card's own power of a negative number need not be.
 */
export function power(base: number | tf.Tensor, exponent: number | tf.Tensor): tf.Tensor {
  const isSmall =
    typeof exponent === 'number' && Number.isInteger(exponent) && Math.abs(exponent) <= MOST_FACTORS;
  if (!isSmall || typeof base === 'number') return tf.pow(base, exponent);
  if (exponent === 0) return tf.onesLike(base);
  return exponent < 0 ? tf.reciprocal(product(base, -exponent)) : product(base, exponent);
}

function product(base: tf.Tensor, count: number): tf.Tensor {
  if (count === 1) return base;
  const half = product(base, Math.floor(count / 2));
  const even = tf.square(half);
  return count % 2 === 0 ? even : tf.mul(even, base);
}
