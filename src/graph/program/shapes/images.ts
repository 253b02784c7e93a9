/**
 * Convolutions, poolings, and other kernels of images.
 */
import type {Operand} from '../program.js';
import type {Contents} from './contents.js';
import {like} from './element-wise.js';
import {one, type Result, type Rule, type Rules} from './rule.js';
import {perAxis, windowCounts} from './window-lengths.js';

/** Where batch, space and channels are in the shape of an image. */
interface Parts {
  readonly batch: number;
  readonly space: readonly number[];
  readonly channels: number;
  readonly together: (batch: number, space: readonly number[], channels: number) => readonly number[];
}

function partsOf(contents: Contents, {shape}: Operand): Parts {
  const isFirst = ['NCHW', 'NCDHW'].includes(String(contents.attribute('dataFormat')));
  const [batch = 0, ...rest] = shape;
  const channels = (isFirst ? rest.shift() : rest.pop()) ?? 0;
  const together = (count: number, space: readonly number[], depth: number): readonly number[] =>
    isFirst ? [count, depth, ...space] : [count, ...space, depth];
  return {batch, space: rest, channels, together};
}

/** The shape after a convolution, of which the channels are computed from those of image and filter. */
const convolve =
  (rank: number, channelsOf: (image: number, filter: number) => number, dtype?: string): Rule =>
  (contents) => {
    const [x, filter] = [contents.ranked('x', rank), contents.ranked('filter', rank)];
    const {batch, space, channels, together} = partsOf(contents, x);
    const counts = windowCounts(contents, {
      image: space,
      filter: filter.shape.slice(0, rank - 2),
      strides: perAxis(contents, 'strides', rank - 2),
      dilations: perAxis(contents, 'dilations', rank - 2),
    });
    const depth = channelsOf(channels, filter.shape[rank - 1] ?? 0);
    return one(together(batch, counts, depth), dtype ?? x.dtype);
  };

const ofFilter = (_: number, filter: number): number => filter;
const ofBoth = (image: number, filter: number): number => image * filter;

function pooled(contents: Contents, rank: number): readonly number[] {
  const {batch, space, channels, together} = partsOf(contents, contents.ranked('x', rank));
  const counts = windowCounts(contents, {
    image: space,
    filter: perAxis(contents, 'filterSize', rank - 2),
    strides: perAxis(contents, 'strides', rank - 2),
    dilations: Array<number>(rank - 2).fill(1),
  });
  return together(batch, counts, channels);
}

const pool =
  (rank: number, dtype?: string): Rule =>
  (contents) =>
    one(pooled(contents, rank), dtype ?? contents.operand('x').dtype);

const poolWithIndex: Rule = (contents): readonly Result[] => {
  const shape = pooled(contents, 4);
  return [
    {shape, dtype: contents.operand('x').dtype},
    {shape, dtype: 'int32'},
  ];
};

/** A shape that is an attribute. */
const shaped =
  (attribute: string): Rule =>
  (contents) =>
    one(contents.numbers(attribute), 'float32');

const dilation: Rule = (contents) => {
  const [x, filter] = [contents.ranked('x', 4), contents.ranked('filter', 3)];
  const {batch, space, channels, together} = partsOf(contents, x);
  const counts = windowCounts(contents, {
    image: space,
    filter: filter.shape.slice(0, 2),
    strides: perAxis(contents, 'strides', 2),
    dilations: perAxis(contents, 'dilations', 2),
  });
  return one(together(batch, counts, channels), x.dtype);
};

const resize =
  (dtype?: string): Rule =>
  (contents) => {
    const images = contents.ranked('images', 4);
    const [batch = 0, , , channels = 0] = images.shape;
    return one([batch, ...contents.numbers('size'), channels], dtype ?? images.dtype);
  };

const cropAndResize: Rule = (contents) => {
  const [image, boxes] = [contents.ranked('image', 4), contents.operand('boxes')];
  return one([boxes.shape[0] ?? 0, ...contents.numbers('cropSize'), image.shape[3] ?? 0], 'float32');
};

const transform: Rule = (contents) => {
  const {shape, dtype} = contents.ranked('image', 4);
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const size = contents.attribute('outputShape') == null ? [height, width] : contents.numbers('outputShape');
  return one([batch, ...size, channels], dtype);
};

const depthToSpace: Rule = (contents) => {
  const x = contents.ranked('x', 4);
  const {batch, space, channels, together} = partsOf(contents, x);
  const block = contents.number('blockSize');
  return one(
    together(
      batch,
      space.map((length) => length * block),
      channels / block ** 2,
    ),
    x.dtype,
  );
};

const batchToSpace: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const [block, crops] = [contents.numbers('blockShape'), contents.pairs('crops')];
  const [batch = 0, ...rest] = shape;
  const made = rest.map((length, axis) => {
    const [before = 0, after = 0] = crops[axis] ?? [];
    return length * (block[axis] ?? 1) - before - after;
  });
  return one([batch / block.reduce((a, b) => a * b, 1), ...made], dtype);
};

const spaceToBatch: Rule = (contents) => {
  const {shape, dtype} = contents.operand('x');
  const [block, paddings] = [contents.numbers('blockShape'), contents.pairs('paddings')];
  const [batch = 0, ...rest] = shape;
  const made = rest.map((length, axis) => {
    const [before = 0, after = 0] = paddings[axis] ?? [];
    return (length + before + after) / (block[axis] ?? 1);
  });
  return one([batch * block.reduce((a, b) => a * b, 1), ...made], dtype);
};

export const imageRules: Rules = {
  AvgPool: pool(4),
  AvgPool3D: pool(5, 'float32'),
  AvgPool3DGrad: like('input', 'float32'),
  AvgPoolGrad: like('input', 'float32'),
  BatchToSpaceND: batchToSpace,
  Conv2D: convolve(4, ofFilter),
  Conv2DBackpropFilter: shaped('filterShape'),
  Conv2DBackpropInput: shaped('inputShape'),
  Conv3D: convolve(5, ofFilter),
  Conv3DBackpropFilterV2: shaped('filterShape'),
  Conv3DBackpropInputV2: shaped('inputShape'),
  CropAndResize: cropAndResize,
  DepthToSpace: depthToSpace,
  DepthwiseConv2dNative: convolve(4, ofBoth),
  DepthwiseConv2dNativeBackpropFilter: shaped('filterShape'),
  DepthwiseConv2dNativeBackpropInput: shaped('inputShape'),
  Dilation2D: dilation,
  Dilation2DBackpropFilter: like('filter'),
  Dilation2DBackpropInput: like('x'),
  Draw: like('image'),
  FusedBatchNorm: like('x'),
  FusedConv2D: convolve(4, ofFilter),
  FusedDepthwiseConv2D: convolve(4, ofBoth),
  MaxPool: pool(4),
  MaxPool3D: pool(5, 'float32'),
  MaxPool3DGrad: like('input', 'float32'),
  MaxPoolGrad: like('input', 'float32'),
  MaxPoolWithArgmax: poolWithIndex,
  ResizeBilinear: resize('float32'),
  ResizeBilinearGrad: like('images', 'float32'),
  ResizeNearestNeighbor: resize(),
  ResizeNearestNeighborGrad: like('images'),
  RotateWithOffset: like('image'),
  SpaceToBatchND: spaceToBatch,
  Transform: transform,
};
