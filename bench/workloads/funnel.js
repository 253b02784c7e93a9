import {normal, scalar} from './data.js';

const SIZE = 99;

/** Neal's funnel, Annals of Statistics 31 (2003), section 8: v ~ N(0, 3), xᵢ ~ N(0, exp(v / 2)). */
export default {
  title: "Neal's funnel, 100 dimensions",
  args: [scalar(0.4), normal([SIZE], 1)],
  others: [scalar(-0.3), normal([SIZE], 2)],

  inTfjs: (tf) => (v, x) => {
    const ofX = tf.sum(tf.mul(tf.square(x), tf.mul(-0.5, tf.exp(tf.neg(v)))));
    return tf.sub(tf.sub(ofX, tf.mul(SIZE / 2, v)), tf.div(tf.square(v), 18));
  },

  inJax:
    ({numpy: np}) =>
    (v, x) => {
      const ofX = np.sum(np.square(x).mul(np.exp(v.ref.mul(-1)).mul(-0.5)));
      return ofX.sub(v.ref.mul(SIZE / 2)).sub(np.square(v).mul(1 / 18));
    },

  inJavaScript:
    () =>
    ([v], x) => {
      const precision = Math.exp(-v);
      const dx = new Float32Array(SIZE);
      let squares = 0;
      for (let index = 0; index < SIZE; index++) {
        squares += x[index] * x[index];
        dx[index] = -precision * x[index];
      }
      const [value, dv] = [new Float32Array(1), new Float32Array(1)];
      value[0] = -0.5 * precision * squares - (SIZE / 2) * v - (v * v) / 18;
      dv[0] = 0.5 * precision * squares - SIZE / 2 - v / 9;
      return [value, dv, dx];
    },
};
