import {normal, scalar} from './data.js';
import {withData} from './with-data.js';

const [ROWS, STEPS, FEATURES, UNITS] = [16, 20, 8, 32];
const shapes = [[FEATURES, 4 * UNITS], [UNITS, 4 * UNITS], [4 * UNITS], [UNITS, 1]];
const parameters = (seed) => [...shapes.map((shape, index) => normal(shape, seed + index, 0.2)), scalar(0.1)];

/** A long short-term memory, as in tfjs-layers: the gates are input, forget, cell and output. */
export default withData({
  title: `LSTM ${ROWS}×${STEPS}×${FEATURES}→${UNITS}`,
  args: parameters(10),
  others: parameters(20),
  data: [normal([ROWS, STEPS, FEATURES], 1), normal([ROWS, 1], 2)],

  lossInTfjs: (tf) => (kernel, recurrent, bias, weights, offset, x, y) => {
    let [hidden, cell] = [tf.zeros([ROWS, UNITS]), tf.zeros([ROWS, UNITS])];
    for (const inputs of tf.unstack(x, 1)) {
      const sums = tf.add(tf.add(tf.matMul(inputs, kernel), tf.matMul(hidden, recurrent)), bias);
      const [input, forget, candidate, output] = tf.split(sums, 4, 1);
      cell = tf.add(tf.mul(tf.sigmoid(forget), cell), tf.mul(tf.sigmoid(input), tf.tanh(candidate)));
      hidden = tf.mul(tf.sigmoid(output), tf.tanh(cell));
    }
    return tf.losses.meanSquaredError(y, tf.add(tf.matMul(hidden, weights), offset));
  },

  modelInLayers: ({layers}) => ({
    layers: [
      layers.lstm({
        units: UNITS,
        recurrentActivation: 'sigmoid',
        // The weights are set; tfjs's own initializer needs operations that it chains.
        recurrentInitializer: 'glorotUniform',
        inputShape: [STEPS, FEATURES],
      }),
      layers.dense({units: 1}),
    ],
    loss: 'meanSquaredError',
  }),
});
