import {normal} from './data.js';

/** Many elements, and few operations: what counts is the arithmetic, and the memory between the operations. */
export function ofSize(size) {
  return {
    title: `sum(tanh(x/2)·exp(-x²)), ${size.toLocaleString('en')} elements`,
    args: [normal([size], 1)],
    others: [normal([size], 2)],
    // Sums of so many numbers of single precision differ by the order of the additions.
    tolerance: size < 1e5 ? 1e-4 : 1e-3,

    inTfjs: (tf) => (x) => tf.sum(tf.mul(tf.tanh(tf.div(x, 2)), tf.exp(tf.neg(tf.square(x))))),

    inJax:
      ({numpy: np}) =>
      (x) =>
        np.sum(np.tanh(x.ref.mul(0.5)).mul(np.exp(np.square(x).mul(-1)))),

    inJavaScript: () => (x) => {
      const [value, dx] = [new Float32Array(1), new Float32Array(size)];
      let sum = 0;
      for (let index = 0; index < size; index++) {
        const [tangent, bell] = [Math.tanh(x[index] / 2), Math.exp(-x[index] * x[index])];
        sum += tangent * bell;
        dx[index] = bell * (0.5 * (1 - tangent * tangent) - 2 * x[index] * tangent);
      }
      value[0] = sum;
      return [value, dx];
    },
  };
}

export default ofSize(1e6);
