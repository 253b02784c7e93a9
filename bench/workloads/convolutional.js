/** Nets of one convolution and one dense layer, with a cross-entropy of softmax for their loss. */
import {normal, oneHot} from './data.js';
import {withData} from './with-data.js';

const [MAPS, CLASSES] = [8, 10];

export function convolutional({count, side}) {
  const flat = (side / 2) ** 2 * MAPS;
  const images = normal([count, side, side, 1], 1);
  const labels = oneHot(count, CLASSES);
  const shapes = [[3, 3, 1, MAPS], [MAPS], [flat, CLASSES], [CLASSES]];
  const parameters = (seed) => shapes.map((shape, index) => normal(shape, seed + index, 0.1));
  return withData({
    title: `conv net on ${count}×${side}×${side}`,
    args: parameters(10),
    others: parameters(20),
    data: [images, labels],

    lossInTfjs: (tf) => (kernel, b1, w2, b2, x, y) => {
      const maps = tf.relu(tf.add(tf.conv2d(x, kernel, 1, 'same'), b1));
      const pooled = tf.reshape(tf.maxPool(maps, 2, 2, 'valid'), [count, flat]);
      return tf.losses.softmaxCrossEntropy(y, tf.add(tf.matMul(pooled, w2), b2));
    },

    modelInLayers: ({layers}) => ({
      layers: [
        layers.conv2d({
          filters: MAPS,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          inputShape: [side, side, 1],
        }),
        layers.maxPooling2d({poolSize: 2}),
        layers.flatten(),
        layers.dense({units: CLASSES, activation: 'softmax'}),
      ],
      loss: 'categoricalCrossentropy',
    }),

    lossInJax:
      ({numpy: np, lax, nn}) =>
      (kernel, b1, w2, b2, x, y) => {
        // Its convolutions want the channels before the rows: of images of one channel the numbers are the same.
        const filters = np.transpose(kernel, [3, 2, 0, 1]);
        const convolved = lax.conv(x.reshape([count, 1, side, side]), filters, [1, 1], 'SAME');
        const maps = nn.relu(convolved.add(b1.reshape([MAPS, 1, 1])));
        const pooled = np.max(maps.reshape([count, MAPS, side / 2, 2, side / 2, 2]), [3, 5]);
        const inputs = np.transpose(pooled, [0, 2, 3, 1]).reshape([count, flat]);
        const logits = np.matmul(inputs, w2).add(b2);
        return np.sum(nn.logSoftmax(logits).mul(y)).mul(-1 / count);
      },
  });
}
