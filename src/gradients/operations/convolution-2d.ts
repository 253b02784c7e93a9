/**
 * The backward kernels of convolutions over two dimensions, made of other operations on backends that lack them: wasm has
 * none for a filter, and none for the input of a depthwise convolution.
 */
import {
  backend_util,
  depthwiseConv2d,
  matMul,
  mul,
  reshape,
  reverse,
  slice,
  stack,
  stridedSlice,
  sum,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import {fitted, spread} from './axes.js';
import {run, runOrElse, type RunKernel} from './kernels.js';

type Shape4D = [number, number, number, number];
type Info = backend_util.Conv2DInfo;

/** What does the same as each of the kernels that a backend may lack, by x, dy and filter. */
const substitutes: Readonly<Record<string, (inputs: NamedTensorMap, attributes: NamedAttrMap) => Tensor>> = {
  Conv2DBackpropFilter: ({x, dy}, attributes) =>
    filterGradient(
      x as Tensor,
      dy as Tensor,
      infoOf((x as Tensor).shape, attributes['filterShape'], attributes),
      dense,
    ),
  DepthwiseConv2dNativeBackpropFilter: ({x, dy}, attributes) => {
    const info = infoOf((x as Tensor).shape, attributes['filterShape'], attributes, true);
    return filterGradient(x as Tensor, dy as Tensor, info, depthwise);
  },
  DepthwiseConv2dNativeBackpropInput: ({dy, filter}, attributes) => {
    const info = infoOf(attributes['inputShape'], (filter as Tensor).shape, attributes, true);
    return inputGradient(dy as Tensor, filter as Tensor, info);
  },
};

/** Runs a backward kernel, or what stands for it. Its attributes are those of tfjs-core's own calls. */
export const runBackward2D: RunKernel = (kernelName, inputs, attributes) => {
  const substitute = substitutes[kernelName];
  // No backend that lacks them takes channels first.
  if (substitute === undefined || attributes['dataFormat'] === 'NCHW')
    return run(kernelName, inputs, attributes);
  return runOrElse(kernelName, inputs, attributes, () => substitute(inputs, attributes));
};

function infoOf(x: unknown, filter: unknown, attributes: NamedAttrMap, isDepthwise = false): Info {
  const {strides, pad, dimRoundingMode} = attributes as {
    strides: number | [number, number];
    pad: 'valid' | 'same' | number;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  return backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
}

/** What one place of a filter gets, of the pixels of x that it met, one row for each, and of the same rows of dy. */
type OfPlace = (met: Tensor, dy: Tensor) => Tensor;

const dense: OfPlace = (met, dy) => matMul(met, dy, true);

const depthwise: OfPlace = (met, dy) => {
  const [rows = 1, channels = 1] = met.shape;
  return sum(mul(reshape(met, [rows, channels, 1]), reshape(dy, [rows, channels, -1])), 0);
};

/** Place by place of the filter: each met every `stride`th pixel of x, from its own place on. */
function filterGradient(x: Tensor, dy: Tensor, info: Info, ofPlace: OfPlace): Tensor {
  const {strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth} = info;
  const [height, width] = [(outHeight - 1) * strideHeight + 1, (outWidth - 1) * strideWidth + 1];
  const {top, left} = info.padInfo;
  const tall = fitted(x, 1, top, height + filterHeight - 1 - top - info.inHeight);
  const whole = fitted(tall, 2, left, width + filterWidth - 1 - left - info.inWidth) as Tensor4D;
  const rows = reshape(dy, [info.batchSize * outHeight * outWidth, info.outChannels]);
  const places = Array.from({length: filterHeight * filterWidth}, (_, place) => {
    const [row, column] = [Math.floor(place / filterWidth), place % filterWidth];
    const within = slice(whole, [0, row, column, 0], [-1, height, width, -1]);
    const met =
      strideHeight === 1 && strideWidth === 1
        ? within
        : stridedSlice(within, [0, 0, 0, 0], within.shape, [1, strideHeight, strideWidth, 1]);
    return ofPlace(reshape(met, [rows.shape[0], info.inChannels]), rows);
  });
  return reshape(stack(places), info.filterShape);
}

/** Each pixel of dy was made by the filter from as many pixels of x: so dy, spread, meets the filter reversed. */
function inputGradient(dy: Tensor, filter: Tensor, info: Info): Tensor {
  const {filterHeight, filterWidth, outChannels} = info;
  const {top, left} = info.padInfo;
  const tall = placed(dy, 1, info.strideHeight, filterHeight, top, info.inHeight);
  const whole = placed(tall, 2, info.strideWidth, filterWidth, left, info.inWidth);
  const reversed = reshape(reverse(filter, [0, 1]), [filterHeight, filterWidth, outChannels, 1]);
  const each = depthwiseConv2d(whole as Tensor4D, reversed as Tensor4D, 1, 'valid');
  return sum(reshape(each, [...info.inShape, outChannels / info.inChannels]), -1);
}

function placed(
  dy: Tensor,
  axis: number,
  stride: number,
  filterSize: number,
  padBefore: number,
  size: number,
): Tensor {
  const apart = spread(dy, axis, stride);
  const first = filterSize - 1 - padBefore;
  return fitted(apart, axis, first, size + filterSize - 1 - first - (apart.shape[axis] as number));
}
