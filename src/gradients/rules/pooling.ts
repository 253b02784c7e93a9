/**
 * Gradients of pooling. The windows overlap and hang over the padding, which tfjs takes for pixels in the gradient
 * of an average though not in the average itself.
 */
import {
  add,
  avgPool,
  avgPool3d,
  backend_util,
  cast,
  engine,
  getBackend,
  mul,
  ones,
  reshape,
  tensor,
  util,
  zeros,
  type GradConfig,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';

import {toMaxima, type Windows} from '../operations/maxima.js';
import {rule, type InputGradients} from '../rule.js';

type Pad = Parameters<typeof backend_util.computePool2DInfo>[4];

interface PoolAttributes {
  readonly filterSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly pad: Pad;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** What differs between pooling of images and of volumes. */
interface Pooling {
  readonly averageKernel: string;
  readonly averageGradKernel: string;
  readonly maximumGradKernel: string;
  windowsOf(shape: number[], attributes: PoolAttributes): Windows;
  average(x: Tensor, attributes: PoolAttributes): Tensor;
}

const planar: Pooling = {
  averageKernel: 'AvgPool',
  averageGradKernel: 'AvgPoolGrad',
  maximumGradKernel: 'MaxPoolGrad',
  windowsOf: (shape, {filterSize, strides, pad, dimRoundingMode}) => {
    const info = backend_util.computePool2DInfo(
      shape as [number, number, number, number],
      filterSize as [number, number],
      strides as [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return {
      filter: [info.filterHeight, info.filterWidth],
      stride: [info.strideHeight, info.strideWidth],
      padBefore: [info.padInfo.top, info.padInfo.left],
      inSize: [info.inHeight, info.inWidth],
      outSize: [info.outHeight, info.outWidth],
    };
  },
  average: (x, {filterSize, strides, pad, dimRoundingMode}) =>
    avgPool(x as Tensor4D, filterSize as [number, number], strides as [number, number], pad, dimRoundingMode),
};

const volumetric: Pooling = {
  averageKernel: 'AvgPool3D',
  averageGradKernel: 'AvgPool3DGrad',
  maximumGradKernel: 'MaxPool3DGrad',
  windowsOf: (shape, {filterSize, strides, pad, dimRoundingMode}) => {
    const info = backend_util.computePool3DInfo(
      shape as [number, number, number, number, number],
      filterSize as [number, number, number],
      strides as [number, number, number],
      1,
      pad as 'valid' | 'same' | number,
      dimRoundingMode,
    );
    return {
      filter: [info.filterDepth, info.filterHeight, info.filterWidth],
      stride: [info.strideDepth, info.strideHeight, info.strideWidth],
      padBefore: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
      inSize: [info.inDepth, info.inHeight, info.inWidth],
      outSize: [info.outDepth, info.outHeight, info.outWidth],
    };
  },
  average: (x, {filterSize, strides, pad, dimRoundingMode}) =>
    avgPool3d(
      x as Tensor5D,
      filterSize as [number, number, number],
      strides as [number, number, number],
      pad as 'valid' | 'same' | number,
      dimRoundingMode,
    ),
};

/** A constant with one entry for each window, the same for all batches and channels. */
function overWindows({outSize}: Windows, entry: (window: number[]) => number): Tensor {
  const steps = util.computeStrides([...outSize]);
  const entries = Array.from({length: util.sizeFromShape([...outSize])}, (_, index) =>
    entry(util.indexToLoc(index, outSize.length, steps)),
  );
  return tensor(entries, [1, ...outSize, 1]);
}

/** How many pixels of a window are not padding. */
function pixelsIn({filter, stride, padBefore, inSize}: Windows, window: readonly number[]): number {
  return window.reduce((pixels, place, axis) => {
    const start = place * at(stride, axis) - at(padBefore, axis);
    const end = Math.min(start + at(filter, axis), at(inSize, axis));
    return pixels * Math.max(end - Math.max(start, 0), 0);
  }, 1);
}

function at(sizes: readonly number[], axis: number): number {
  return sizes[axis] ?? 1;
}

/** `x` with each window's entry multiplied by the part of the window that is not padding. */
function timesPartInside(x: Tensor, windows: Windows): Tensor {
  const size = util.sizeFromShape([...windows.filter]);
  const part = overWindows(windows, (window) => pixelsIn(windows, window) / size);
  return mul(x, part);
}

function zerosLike(shape: number[]): () => Tensor {
  return () => zeros(shape);
}

/** tfjs's gradient of an average divides by the size of the whole window, the average by the pixels inside. */
function averageRule(pooling: Pooling): GradConfig {
  return rule<PoolAttributes>(pooling.averageKernel, {inputs: ['x']}, (dy, [x], attributes) => ({
    x: () => {
      const input = x as Tensor;
      const windows = pooling.windowsOf(input.shape, attributes);
      const weighted = mul(
        dy,
        overWindows(windows, (window) => {
          const pixels = pixelsIn(windows, window);
          return util.sizeFromShape([...windows.filter]) / Math.max(pixels, 1);
        }),
      );
      return engine().runKernel(
        pooling.averageGradKernel,
        {dy: weighted, input},
        {...settled(attributes, windows)},
      );
    },
  }));
}

function averageGradRule(pooling: Pooling): GradConfig {
  const saves = {inputs: ['input']};
  return rule<PoolAttributes>(pooling.averageGradKernel, saves, (ddx, [input], attributes) => {
    const {shape} = input as Tensor;
    const windows = pooling.windowsOf(shape, attributes);
    return {
      dy: () => timesPartInside(pooling.average(ddx, attributes), windows),
      input: zerosLike(shape),
    };
  });
}

/** Piecewise linear: the gradient flows along the maxima, and the places of the maxima do not move. */
function maximumGradRule(pooling: Pooling): GradConfig {
  const saves = {inputs: ['input', 'output']};
  return rule<PoolAttributes>(pooling.maximumGradKernel, saves, (ddx, saved, attributes): InputGradients => {
    const [input, output] = saved as [Tensor, Tensor];
    return {
      dy: () => atMaxima(pooling, ddx, input, output, attributes),
      input: zerosLike(input.shape),
      output: zerosLike(output.shape),
    };
  });
}

/**
 * The entry of `x` at the place of each window's maximum. Which of several equal pixels counts differs between the
 * backends, so the kernel itself is asked: of windows that do not overlap it marks the maxima, given ones; the
 * rest is an average. As many rounds as it takes for every window to have been in a set that does not overlap.
 */
function atMaxima(
  pooling: Pooling,
  x: Tensor,
  input: Tensor,
  output: Tensor,
  attributes: PoolAttributes,
): Tensor {
  const windows = pooling.windowsOf(input.shape, attributes);
  const rounds = windows.filter.map((size, axis) => Math.ceil(size / at(windows.stride, axis)));
  const steps = util.computeStrides(rounds);
  const parts = Array.from({length: util.sizeFromShape(rounds)}, (_, index) => {
    const round = util.indexToLoc(index, rounds.length, steps);
    const inRound = (window: number[]): boolean =>
      window.every((place, axis) => place % at(rounds, axis) === round[axis]);
    const chosen = overWindows(windows, (window) => (inRound(window) ? 1 : 0));
    const pixels = overWindows(windows, (window) => (inRound(window) ? pixelsIn(windows, window) : 0));
    const dy = mul(ones(output.shape), chosen);
    const marks: Tensor = engine().runKernel(
      pooling.maximumGradKernel,
      {dy, input, output},
      {...settled(attributes, windows)},
    );
    return mul(pooling.average(mul(x, marks), attributes), pixels);
  });
  return parts.reduce((sum, part) => add(sum, part));
}

/**
 * The attributes with the rounding of the output's size turned into explicit padding: tfjs's AvgPoolGrad does not
 * know of rounding, and its gradients of avgPool and maxPool do not pass it on.
 */
function settled(attributes: PoolAttributes, windows: Windows): PoolAttributes {
  const {filterSize, strides, dimRoundingMode} = attributes;
  if (dimRoundingMode == null || dimRoundingMode === 'floor' || windows.filter.length !== 2)
    return attributes;
  const [height, width] = windows.outSize.map((size, axis): [number, number] => {
    const before = at(windows.padBefore, axis);
    const end = (size - 1) * at(windows.stride, axis) + at(windows.filter, axis);
    return [before, end - at(windows.inSize, axis) - before];
  }) as [[number, number], [number, number]];
  return {filterSize, strides, pad: [[0, 0], height, width, [0, 0]]};
}

/**
 * Whether the backend's own gradient is wrong: that for images on wasm loses gradients, pooled pixel by pixel those of
 * the last row, and that for volumes on cpu numbers the pixels of a window by its height in the place of its width.
 */
function isMisplaced({filter}: Windows): boolean {
  const [height, width] = filter.slice(-2);
  return filter.length === 2 ? getBackend() === 'wasm' : getBackend() === 'cpu' && height !== width;
}

/** `dy`, but zero at windows that lie in the padding altogether. */
function ofPixels(dy: Tensor, windows: Windows): Tensor {
  const {filter, padBefore, stride, inSize, outSize} = windows;
  const isBeside = filter.some((size, axis) => {
    const last = (at(outSize, axis) - 1) * at(stride, axis) - at(padBefore, axis);
    return at(padBefore, axis) >= size || last >= at(inSize, axis);
  });
  return isBeside
    ? mul(
        dy,
        overWindows(windows, (window) => Math.min(pixelsIn(windows, window), 1)),
      )
    : dy;
}

function maxPoolGrad(
  pooling: Pooling,
  dy: Tensor,
  saved: readonly Tensor[],
  attributes: PoolAttributes,
): Tensor {
  // As floats: on wasm the kernel for volumes answers in the dtype of its input.
  const [input, output] = saved.map((tensor) => cast(tensor, 'float32')) as [Tensor, Tensor];
  const windows = pooling.windowsOf(input.shape, attributes);
  if (isMisplaced(windows)) return toMaxima(ofPixels(dy, windows), input, windows);
  const gradient: Tensor = engine().runKernel(
    pooling.maximumGradKernel,
    {dy, input, output},
    {...settled(attributes, windows)},
  );
  return reshape(gradient, input.shape);
}

const maximumRule = (kernelName: string, pooling: Pooling): GradConfig =>
  rule<PoolAttributes>(kernelName, {inputs: ['x'], outputs: [true]}, (dy, saved, attributes) => ({
    x: () => maxPoolGrad(pooling, dy, saved, attributes),
  }));

const maxPoolWithArgmax = rule<PoolAttributes, Tensor[]>(
  'MaxPoolWithArgmax',
  {inputs: ['x'], outputs: [true, false]},
  ([dy], saved, attributes) => ({x: () => maxPoolGrad(planar, dy as Tensor, saved, attributes)}),
);

export const rules: readonly GradConfig[] = [
  maximumRule('MaxPool', planar),
  maximumRule('MaxPool3D', volumetric),
  maxPoolWithArgmax,
  ...[planar, volumetric].flatMap((pooling) => [
    averageRule(pooling),
    averageGradRule(pooling),
    maximumGradRule(pooling),
  ]),
];
