import {normal, scalar} from './data.js';

/** Rubin, Journal of Educational Statistics 6 (1981): effects of coaching in eight schools, and their deviations. */
const EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12];
const DEVIATIONS = [15, 10, 16, 11, 9, 11, 10, 18];

/** The log density, but for a constant: µ ~ N(0, 5), τ ~ half-Cauchy(5), θ̃ ~ N(0, 1), effects ~ N(µ + τθ̃, deviations). */
export default {
  title: 'eight schools, non-centred',
  args: [scalar(4), scalar(3), normal([8], 1)],
  others: [scalar(1), scalar(2), normal([8], 2)],

  inTfjs: (tf) => {
    const [effects, deviations] = [tf.tensor1d(EFFECTS), tf.tensor1d(DEVIATIONS)];
    return (mu, tau, theta) => {
      const residuals = tf.div(tf.sub(effects, tf.add(mu, tf.mul(tau, theta))), deviations);
      const squares = tf.add(tf.sum(tf.square(residuals)), tf.sum(tf.square(theta)));
      const normals = tf.mul(-0.5, tf.add(squares, tf.square(tf.div(mu, 5))));
      return tf.sub(normals, tf.log1p(tf.square(tf.div(tau, 5))));
    };
  },

  inJax: ({numpy: np}) => {
    const [effects, deviations] = [np.array(EFFECTS), np.array(DEVIATIONS)];
    return (mu, tau, theta) => {
      const residuals = effects.ref.sub(mu.ref.add(tau.ref.mul(theta.ref))).div(deviations.ref);
      const squares = np.sum(np.square(residuals)).add(np.sum(np.square(theta)));
      const normals = squares.add(np.square(mu.mul(0.2))).mul(-0.5);
      return normals.sub(np.log1p(np.square(tau.mul(0.2))));
    };
  },

  inJavaScript:
    () =>
    ([mu], [tau], theta) => {
      const [value, dMu, dTau] = [1, 1, 1].map((length) => new Float32Array(length));
      const dTheta = new Float32Array(8);
      let [squares, slopes, slopesByTheta] = [0, 0, 0];
      for (let school = 0; school < 8; school++) {
        const residual = (EFFECTS[school] - mu - tau * theta[school]) / DEVIATIONS[school];
        const slope = residual / DEVIATIONS[school];
        squares += residual * residual + theta[school] * theta[school];
        slopes += slope;
        slopesByTheta += slope * theta[school];
        dTheta[school] = slope * tau - theta[school];
      }
      value[0] = -0.5 * (squares + (mu * mu) / 25) - Math.log1p((tau * tau) / 25);
      dMu[0] = slopes - mu / 25;
      dTau[0] = slopesByTheta - (2 * tau) / (25 + tau * tau);
      return [value, dMu, dTau, dTheta];
    },
};
