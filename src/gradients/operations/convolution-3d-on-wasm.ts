/**
 * The backward kernels of conv3d on the wasm backend, made of convolutions where its own do not serve: these stop short
 * of the last entries where a stride is not 1, and that for the input reads before the filter's first entries where
 * the result is deeper than 1.
 */
import {backend_util, reverse, transpose, type Tensor} from '@tensorflow/tfjs-core';

import {fitted, spread} from './axes.js';
import {run, type RunKernel} from './kernels.js';

type Shape5D = [number, number, number, number, number];
type Triple = [number, number, number];

interface Window3D {
  readonly strides: number | Triple;
  readonly pad: 'valid' | 'same' | number;
}

/** Along one axis: how many entries x, the filter and dy have, the stride, and the padding before x. */
interface Extent {
  readonly x: number;
  readonly filter: number;
  readonly dy: number;
  readonly stride: number;
  readonly before: number;
}

function extentsOf(x: readonly number[], filter: readonly number[], window: Window3D): Extent[] {
  const info = backend_util.computeConv3DInfo(x as Shape5D, filter as Shape5D, window.strides, 1, window.pad);
  const {inShape, filterShape, outShape, padInfo} = info;
  const strides = [info.strideDepth, info.strideHeight, info.strideWidth];
  return [padInfo.front, padInfo.top, padInfo.left].map((before, axis) => ({
    x: inShape[axis + 1] as number,
    filter: filterShape[axis] as number,
    dy: outShape[axis + 1] as number,
    stride: strides[axis] as number,
    before,
  }));
}

/** Runs a backward kernel, or what stands for it. Its attributes are those of tfjs-core's own calls. */
export const runOnWasm: RunKernel = (kernelName, inputs, attributes) => {
  const window = {strides: attributes['strides'], pad: attributes['pad']} as Window3D;
  const dy = inputs['dy'] as Tensor;
  if (kernelName === 'Conv3DBackpropInputV2') {
    const filter = inputs['filter'] as Tensor;
    const extents = extentsOf(attributes['inputShape'] as number[], filter.shape, window);
    const isServed = hasUnitStrides(extents) && extents[0]?.dy === 1;
    return isServed ? run(kernelName, inputs, attributes) : inputGradient(dy, filter, extents);
  }
  const x = inputs['x'] as Tensor;
  const extents = extentsOf(x.shape, attributes['filterShape'] as number[], window);
  return hasUnitStrides(extents) ? run(kernelName, inputs, attributes) : filterGradient(x, dy, extents);
};

const hasUnitStrides = (extents: readonly Extent[]): boolean => extents.every(({stride}) => stride === 1);

/** Each entry of dy was made by the filter from as many entries of x: so dy, spread, meets the filter reversed. */
function inputGradient(dy: Tensor, filter: Tensor, extents: readonly Extent[]): Tensor {
  const placed = extents.reduce((tensor, {x, filter: size, stride, before}, axis) => {
    const apart = spread(tensor, axis + 1, stride);
    const [length, first] = [apart.shape[axis + 1] as number, size - 1 - before];
    return fitted(apart, axis + 1, first, x + size - 1 - first - length);
  }, dy);
  return convolve(placed, transpose(reverse(filter, [0, 1, 2]), [0, 1, 2, 4, 3]), [1, 1, 1]);
}

/** x meets dy as a filter with holes; the batch, which is summed over, stands where channels do. */
function filterGradient(x: Tensor, dy: Tensor, extents: readonly Extent[]): Tensor {
  const placed = extents.reduce(
    (tensor, {x: size, filter, dy: count, stride, before}, axis) => {
      const length = (count - 1) * stride + filter;
      return fitted(tensor, axis + 1, before, length - before - size);
    },
    transpose(x, [4, 1, 2, 3, 0]),
  );
  const holes = extents.map(({stride}) => stride);
  return transpose(convolve(placed, transpose(dy, [1, 2, 3, 0, 4]), holes), [1, 2, 3, 0, 4]);
}

function convolve(x: Tensor, filter: Tensor, dilations: number[]): Tensor {
  return run('Conv3D', {x, filter}, {strides: [1, 1, 1], pad: 'valid', dataFormat: 'NDHWC', dilations});
}
