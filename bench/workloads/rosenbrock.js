import {scalar} from './data.js';

export default {
  title: "Rosenbrock's function, 2 scalars",
  args: [scalar(1.2), scalar(0.7)],
  others: [scalar(3), scalar(4)],

  inTfjs: (tf) => (a, b) => tf.add(tf.square(tf.sub(1, a)), tf.mul(100, tf.square(tf.sub(b, tf.square(a))))),

  inJax:
    ({numpy: np}) =>
    (a, b) => {
      const toOne = np.square(np.subtract(1, a.ref));
      return toOne.add(np.square(b.sub(np.square(a))).mul(100));
    },

  inJavaScript:
    () =>
    ([a], [b]) => {
      const [toOne, toSquare] = [1 - a, b - a * a];
      return [
        [toOne * toOne + 100 * toSquare * toSquare],
        [-2 * toOne - 400 * a * toSquare],
        [200 * toSquare],
      ].map((values) => new Float32Array(values));
    },
};
