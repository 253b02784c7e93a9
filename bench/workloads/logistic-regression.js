import {array, normal, scalar} from './data.js';
import {withData} from './with-data.js';

const [ROWS, FEATURES] = [128, 10];
const rows = normal([ROWS, FEATURES], 1);
const labels = normal([ROWS], 2).values.map((value) => Number(value > 0));

export default withData({
  title: `logistic regression ${ROWS}×${FEATURES}`,
  args: [normal([FEATURES], 3), scalar(0.1)],
  others: [normal([FEATURES], 4), scalar(0.2)],
  data: [rows, array([ROWS], labels)],

  lossInTfjs: (tf) => (weights, bias, x, y) => {
    const products = tf.matMul(x, tf.reshape(weights, [FEATURES, 1]));
    return tf.losses.sigmoidCrossEntropy(y, tf.add(tf.reshape(products, [ROWS]), bias));
  },

  modelInLayers: ({layers}) => ({
    layers: [layers.dense({units: 1, activation: 'sigmoid', inputShape: [FEATURES]})],
    loss: 'binaryCrossentropy',
  }),

  lossInJax:
    ({numpy: np, nn}) =>
    (weights, bias, x, y) => {
      const logits = np.dot(x, weights).add(bias);
      return np.mean(nn.softplus(logits.ref).sub(logits.mul(y)));
    },

  inJavaScript: () => {
    const x = rows.values;
    return (weights, [bias]) => {
      const [value, dBias, dWeights] = [1, 1, FEATURES].map((length) => new Float32Array(length));
      let [loss, slopes] = [0, 0];
      for (let row = 0; row < ROWS; row++) {
        const start = row * FEATURES;
        let logit = bias;
        for (let feature = 0; feature < FEATURES; feature++) logit += x[start + feature] * weights[feature];
        const exponential = Math.exp(-Math.abs(logit));
        loss += Math.max(logit, 0) - logit * labels[row] + Math.log1p(exponential);
        const slope = (logit > 0 ? 1 : exponential) / (1 + exponential) - labels[row];
        slopes += slope;
        for (let feature = 0; feature < FEATURES; feature++) dWeights[feature] += slope * x[start + feature];
      }
      for (let feature = 0; feature < FEATURES; feature++) dWeights[feature] /= ROWS;
      value[0] = loss / ROWS;
      dBias[0] = slopes / ROWS;
      return [value, dWeights, dBias];
    };
  },
});
