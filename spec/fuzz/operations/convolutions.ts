/** Convolutions and poolings. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

const NOT_SPECIAL = 'kernels skip what is not finite where the machine computes with it';

interface Window {
  readonly x: Operand;
  readonly size: number[];
  readonly strides: number[];
  readonly dilations: number[];
  readonly pad: unknown;
  readonly channels: number;
}

/** An image, and a window that lies within it, padded by words or numbers. */
function windowOf(d: Draft, axes = 2, canDilate = true): Window {
  const channels = d.between(1, 5);
  const lengths = Array.from({length: axes}, () => d.between(3, axes === 3 ? 5 : 9));
  const x = d.shaped([...(d.maybe(4) ? [] : [d.between(1, 2)]), ...lengths, channels], 0);
  const size = Array.from({length: axes}, () => d.between(1, 3));
  const isDilated = canDilate && d.maybe(4) && size.every((side) => side < 3);
  const pair = (most: number): number[] => Array.from({length: axes}, () => d.between(1, most));
  const ones = Array<number>(axes).fill(1);
  return {
    x,
    size,
    strides: isDilated ? ones : pair(3),
    dilations: isDilated ? pair(2) : ones,
    pad: d.pick([
      'same',
      'valid',
      'same',
      'valid',
      axes === 2 && size[0] === size[1] ? d.between(0, 1) : 'same',
    ]),
    channels,
  };
}

const shrink = (d: Draft, y: Operand): Operand => d.call('tf.mul', y, 1 / 8);

const conv1d: Draw = (d) => {
  const [width, channels] = [d.between(3, 9), d.between(1, 3)];
  const filter = d.shaped([d.between(1, 3), channels, d.between(1, 4)]);
  return d.call(
    'tf.conv1d',
    d.shaped([2, width, channels].slice(d.choose(2)), 0),
    filter,
    d.between(1, 2),
    d.pick(['same', 'valid']),
  );
};

const conv2d: Draw = (d) => {
  const {x, size, strides, dilations, pad, channels} = windowOf(d);
  const filter = d.shaped([...size, channels, d.between(1, 6)]);
  return shrink(d, d.call('tf.conv2d', x, filter, strides, pad, 'NHWC', dilations));
};

const conv2dNchw: Draw = (d) => {
  const channels = d.between(1, 3);
  const x = d.shaped([d.between(1, 2), channels, d.between(3, 6), d.between(3, 6)], 0);
  const filter = d.shaped([d.between(1, 3), d.between(1, 3), channels, d.between(1, 4)]);
  return shrink(d, d.call('tf.conv2d', x, filter, d.between(1, 2), d.pick(['same', 'valid']), 'NCHW'));
};

/** Two windows over one image. */
const twoConvolutions: Draw = (d) => {
  const channels = d.between(1, 3);
  const x = d.shaped([1, d.between(3, 6), d.between(3, 6), channels], 0);
  const sides = [d.between(1, 3), d.between(1, 3)];
  const [a, b] = sides.map((side) => {
    const filter = d.shaped([side, d.between(1, 3), channels, 2]);
    return d.call('tf.sum', d.call('tf.conv2d', x, filter, 1, d.pick(['same', 'valid'])), [1, 2]);
  }) as [Operand, Operand];
  return shrink(d, d.call('tf.sub', a, b));
};

const conv2dTranspose: Draw = (d) => {
  const [height, width, channels, stride] = [
    d.between(1, 4),
    d.between(1, 4),
    d.between(1, 3),
    d.between(1, 2),
  ];
  const [side, depth] = [d.between(1, 3), d.between(1, 3)];
  const pad = d.pick(['same', 'valid']);
  const long = (length: number): number => (pad === 'same' ? length * stride : (length - 1) * stride + side);
  const x = d.shaped([d.between(1, 2), height, width, channels], 0);
  const shape = [x.shape[0] as number, long(height), long(width), depth];
  return shrink(
    d,
    d.call('tf.conv2dTranspose', x, d.shaped([side, side, depth, channels]), shape, stride, pad),
  );
};

const depthwise: Draw = (d) => {
  const {x, size, strides, dilations, pad, channels} = windowOf(d);
  const filter = d.shaped([...size, channels, d.between(1, 3)]);
  const [first] = strides as [number];
  return shrink(d, d.call('tf.depthwiseConv2d', x, filter, first, pad, 'NHWC', dilations));
};

const separable: Draw = (d) => {
  const [channels, multiplier] = [d.between(1, 3), d.between(1, 2)];
  const x = d.shaped([d.between(1, 2), d.between(3, 6), d.between(3, 6), channels], 0);
  const filter = d.shaped([d.between(1, 3), d.between(1, 3), channels, multiplier]);
  const point = d.shaped([1, 1, channels * multiplier, d.between(1, 3)], 2);
  return shrink(
    d,
    d.call('tf.separableConv2d', x, filter, point, d.between(1, 2), d.pick(['same', 'valid'])),
  );
};

const conv3d: Draw = (d) => {
  const {x, size, strides, channels} = windowOf(d, 3, false);
  const filter = d.shaped([...size, channels, d.between(1, 3)]);
  return shrink(d, d.call('tf.conv3d', x, filter, strides, d.pick(['same', 'valid'])));
};

const conv3dTranspose: Draw = (d) => {
  const [channels, depth, side] = [d.between(1, 2), d.between(1, 2), d.between(1, 2)];
  const lengths = [d.between(1, 3), d.between(1, 3), d.between(1, 3)];
  const shape = [1, ...lengths.map((length) => length - 1 + side), depth];
  const filter = d.shaped([side, side, side, depth, channels]);
  return d.call('tf.conv3dTranspose', d.shaped([1, ...lengths, channels], 0), filter, shape, 1, 'valid');
};

const fused =
  (name: 'conv2d' | 'depthwiseConv2d'): Draw =>
  (d) => {
    const {x, size, strides, dilations, pad, channels} = windowOf(d);
    const depth = d.between(1, 3);
    const isDepthwise = name === 'depthwiseConv2d';
    const stride = isDepthwise ? (strides[0] as number) : strides;
    const activation = d.pick(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu']);
    const out = isDepthwise ? channels * depth : depth;
    const bias = d.maybe() ? {bias: d.shaped([out], 2)} : {};
    const filter = d.shaped([...size, channels, depth]);
    return shrink(
      d,
      d.call(`tf.fused.${name}`, {x, filter, strides: stride, pad, dilations, activation, ...bias}),
    );
  };

const pool2d =
  (name: 'avgPool' | 'maxPool'): Draw =>
  (d) => {
    const {x, size, strides, pad} = windowOf(d, 2, false);
    // No window lies outside of the image: its largest element would be infinite.
    if (typeof pad !== 'number') return d.call(`tf.${name}`, x, size, strides, pad);
    const side = d.between(1, 3);
    return d.call(`tf.${name}`, x, side, d.between(1, side), 0, d.pick(['floor', 'ceil', 'round']));
  };

const pool3d =
  (name: string): Draw =>
  (d) => {
    const {x, size, strides} = windowOf(d, 3, false);
    return d.call(`tf.${name}`, x, size, strides, d.pick(['same', 'valid']));
  };

/** Away from zero, which dilated pools are padded by. */
const pool: Draw = (d) => {
  const x = d.call('tf.add', d.tanh(d.shaped([1, d.between(3, 6), d.between(3, 6), d.between(1, 3)], 0)), 2);
  const dilation = d.between(1, 2);
  return d.call(
    'tf.pool',
    x,
    2,
    d.pick(['avg', 'max']),
    d.pick(['same', 'valid']),
    dilation,
    dilation > 1 ? 1 : d.between(1, 2),
  );
};

const maxPoolWithArgmax: Draw = (d) => {
  const x = d.shaped([d.between(1, 2), d.between(2, 5), d.between(2, 5), d.between(1, 3)], 0);
  const pooled = d.call('tf.maxPoolWithArgmax', x, 2, d.between(1, 2), d.pick(['same', 'valid']), d.maybe());
  return d.member(pooled, d.pick(['result', 'result', 'indexes']));
};

const dilation2d: Draw = (d) => {
  const channels = d.between(1, 3);
  const x = d.shaped([2, d.between(3, 5), d.between(3, 5), channels].slice(d.choose(2)), 0);
  const filter = d.shaped([d.between(1, 2), d.between(1, 2), channels]);
  return d.call(
    'tf.dilation2d',
    x,
    filter,
    d.between(1, 2),
    d.pick(['same', 'valid']),
    d.pick([1, 1, [1, 1]]),
  );
};

const lacks = (kernel: string): {skip: {wasm: string}} => ({skip: {wasm: `tfjs has no ${kernel} for wasm`}});

export const convolutions: Operations = {
  ...table(
    {conv2d, 'two windows': twoConvolutions},
    {weight: 8, notSpecial: NOT_SPECIAL, ...lacks('Conv2DBackpropFilter')},
  ),
  ...table(
    {
      conv1d,
      conv2dTranspose,
      'conv2d, NCHW': conv2dNchw,
      separableConv2d: separable,
      'fused.conv2d': fused('conv2d'),
    },
    {notSpecial: NOT_SPECIAL, ...lacks('Conv2DBackpropFilter')},
  ),
  ...table(
    {depthwiseConv2d: depthwise, dilation2d, 'fused.depthwiseConv2d': fused('depthwiseConv2d')},
    {notSpecial: NOT_SPECIAL, ...lacks('DepthwiseConv2dNativeBackpropInput')},
  ),
  ...table({conv3d}, {notSpecial: NOT_SPECIAL}),
  ...table(
    {conv3dTranspose},
    {
      notSpecial: NOT_SPECIAL,
      skip: {wasm: 'its Conv3DBackpropInputV2 gets the window wrong along the depth'},
    },
  ),
  ...table(
    {avgPool: pool2d('avgPool')},
    {notSpecial: NOT_SPECIAL, skip: {wasm: 'of a rounded size it fills only what is rounded down'}},
  ),
  ...table({avgPool3d: pool3d('avgPool3d'), maxPool3d: pool3d('maxPool3d')}, {notSpecial: NOT_SPECIAL}),
  ...table(
    {maxPool: pool2d('maxPool'), pool, maxPoolWithArgmax},
    {notSpecial: NOT_SPECIAL, skip: {wasm: 'its MaxPoolGrad loses gradients'}},
  ),
};
