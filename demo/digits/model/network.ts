/** A small convolutional network, and its loss. */
import * as tf from '@tensorflow/tfjs-core';
import {initializers, layers, sequential, type Sequential} from '@tensorflow/tfjs-layers';

export type Network = Sequential;

/** [count, size, size, 1] to [count, classes] logits. */
export function makeNetwork(size: number, classes: number, seed: number): Network {
  const kernelInitializer = (layer: number) => initializers.glorotUniform({seed: 10 * seed + layer});
  const convolution = {strides: 2, padding: 'same', activation: 'relu'} as const;
  return sequential({
    layers: [
      layers.conv2d({
        ...convolution,
        kernelSize: 5,
        filters: 8,
        inputShape: [size, size, 1],
        kernelInitializer: kernelInitializer(1),
      }),
      layers.conv2d({...convolution, kernelSize: 3, filters: 16, kernelInitializer: kernelInitializer(2)}),
      layers.flatten(),
      layers.dense({units: classes, kernelInitializer: kernelInitializer(3)}),
    ],
  });
}

/** The logits of a batch: [count, classes]. */
export function logitsOf(network: Network, images: tf.Tensor): tf.Tensor {
  return network.apply(images) as tf.Tensor;
}

/** The mean cross-entropy of a batch; its logits are handed on, as aux of valueAndGradient. */
export function lossOf(network: Network, images: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const logits = logitsOf(network, images);
  return [tf.losses.softmaxCrossEntropy(labels, logits), logits];
}
