/**
 * The gradient of a convolution's filter on the wasm backend, where tfjs has no kernel for it. Loops in JavaScript will do
 * for filters as small as those of this network.
 */
import * as tf from '@tensorflow/tfjs-core';

const KERNEL = 'Conv2DBackpropFilter';

export function registerFilterGradientOnWasm(): void {
  if (tf.getKernel(KERNEL, 'wasm')) return;
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: 'wasm',
    kernelFunc: ({inputs, attrs}) => {
      const {x, dy} = inputs;
      if (!x || !dy) throw new TypeError(`${KERNEL} takes x and dy.`);
      const {strides, pad, filterShape} = attrs as NamedAttributes;
      const info = tf.backend_util.computeConv2DInfo(fourOf(x.shape), filterShape, strides, 1, pad);
      return tf.tensor(filterGradient(valuesOf(x), valuesOf(dy), info), filterShape);
    },
  });
}

type NamedAttributes = Pick<tf.Conv2DBackpropFilterAttrs, 'filterShape'> & {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid' | number;
};

function fourOf([batch = 0, height = 0, width = 0, channels = 0]: readonly number[]): [
  number,
  number,
  number,
  number,
] {
  return [batch, height, width, channels];
}

function valuesOf({dataId}: tf.TensorInfo): Float32Array {
  const values = tf.engine().readSync(dataId);
  if (values instanceof Float32Array) return values;
  throw new TypeError('The gradient of a filter needs float32 tensors.');
}

/** For every entry of the filter, the sum over all places of the input there times the slope of the output. */
function filterGradient(x: Float32Array, dy: Float32Array, info: tf.backend_util.Conv2DInfo): Float32Array {
  const {filterHeight, filterWidth, inChannels, outChannels} = info;
  const gradient = new Float32Array(filterHeight * filterWidth * inChannels * outChannels);
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const start = (row * filterWidth + column) * inChannels * outChannels;
      eachPlace(info, row, column, (input, output) => {
        for (let channel = 0; channel < inChannels; channel++) {
          const level = x[input + channel] ?? 0;
          const entry = start + channel * outChannels;
          for (let out = 0; out < outChannels; out++) {
            gradient[entry + out] = (gradient[entry + out] ?? 0) + level * (dy[output + out] ?? 0);
          }
        }
      });
    }
  }
  return gradient;
}

/** Where the input under an entry of the filter begins, and the output made there. */
function eachPlace(
  info: tf.backend_util.Conv2DInfo,
  row: number,
  column: number,
  visit: (input: number, output: number) => void,
): void {
  const {batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels} = info;
  for (let place = 0; place < batchSize * outHeight * outWidth; place++) {
    const across = (place % outWidth) * info.strideWidth + column - info.padInfo.left;
    const rest = Math.floor(place / outWidth);
    const down = (rest % outHeight) * info.strideHeight + row - info.padInfo.top;
    if (across < 0 || across >= inWidth || down < 0 || down >= inHeight) continue;
    const image = Math.floor(rest / outHeight);
    visit(((image * inHeight + down) * inWidth + across) * inChannels, place * outChannels);
  }
}
