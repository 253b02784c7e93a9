/** Perceptrons of one hidden layer, with a cross-entropy of softmax for their loss. */
import {normal, oneHot} from './data.js';
import {withData} from './with-data.js';

export function perceptron({title, rows, features, hidden, classes, activation}) {
  const inputs = normal([rows, features], 1);
  const labels = oneHot(rows, classes);
  const shapes = [[features, hidden], [hidden], [hidden, classes], [classes]];
  const parameters = (seed) => shapes.map((shape, index) => normal(shape, seed + index, 0.1));
  return withData({
    title,
    args: parameters(10),
    others: parameters(20),
    data: [inputs, labels],

    lossInTfjs: (tf) => (w1, b1, w2, b2, x, y) => {
      const layer = tf[activation](tf.add(tf.matMul(x, w1), b1));
      return tf.losses.softmaxCrossEntropy(y, tf.add(tf.matMul(layer, w2), b2));
    },

    modelInLayers: ({layers}) => ({
      layers: [
        layers.dense({units: hidden, activation, inputShape: [features]}),
        layers.dense({units: classes, activation: 'softmax'}),
      ],
      loss: 'categoricalCrossentropy',
    }),

    lossInJax: ({numpy: np, nn}) => {
      const activate = {tanh: np.tanh, relu: nn.relu}[activation];
      return (w1, b1, w2, b2, x, y) => {
        const layer = activate(np.matmul(x, w1).add(b1));
        const logits = np.matmul(layer, w2).add(b2);
        return np.sum(nn.logSoftmax(logits).mul(y)).mul(-1 / rows);
      };
    },
  });
}
