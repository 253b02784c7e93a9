import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {expect} from 'chai';
import {createRequire} from 'node:module';
import {dirname} from 'node:path';

import {checkGradients, valueAndGradient} from '../../src/index.js';
import {cases as convolution} from '../derivatives/cases/convolution.js';
import {cases as image} from '../derivatives/cases/image.js';
import {mixed} from '../derivatives/data.js';

// Kept from the import: another spec may have reset the engine, which forgets its backends.
const wasm = tf.findBackendFactory('wasm');

describe('on the wasm backend, which lacks kernels that gradients need', () => {
  before(async () => {
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(entry)}/`);
    if (tf.findBackendFactory('wasm') === null) tf.registerBackend('wasm', wasm);
    await tf.setBackend('wasm');
  });
  after(() => tf.setBackend('cpu'));

  for (const {title, f, args, order = 3, epsilon, skip} of [
    ...convolution,
    ...image.filter((one) => one.title.includes('matri')),
  ]) {
    if (skip?.wasm !== undefined) continue;
    it(`${title} is right to order ${order}`, () => {
      tf.tidy(() => {
        checkGradients(f, args(), {order, tolerance: 2e-3, ...(epsilon === undefined ? {} : {epsilon})});
      });
    });
  }

  it('trains a convolutional network', () => {
    const weights = {
      kernel: tf.variable(mixed([3, 3, 1, 2])),
      depthwise: tf.variable(mixed([2, 2, 2, 1], 2)),
    };
    const [images, targets] = [mixed([4, 6, 6, 1], 3), mixed([4, 2, 2, 2], 4)];
    const loss = ({kernel, depthwise}: typeof weights): tf.Tensor => {
      const hidden = tf.tanh(tf.conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same'));
      const y = tf.depthwiseConv2d(hidden as tf.Tensor4D, depthwise as tf.Tensor4D, 1, 'valid');
      return tf.losses.meanSquaredError(targets, y);
    };
    const losses = Array.from({length: 20}, () => {
      const [y, gradients] = valueAndGradient(loss, weights);
      weights.kernel.assign(tf.sub(weights.kernel, tf.mul(gradients.kernel, 0.5)));
      weights.depthwise.assign(tf.sub(weights.depthwise, tf.mul(gradients.depthwise, 0.5)));
      return y.dataSync()[0] as number;
    });
    expect(losses[19]).to.be.below(0.9 * (losses[0] as number));
  });
});
