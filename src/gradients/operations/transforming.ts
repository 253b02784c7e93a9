/** Where the pixels of a projectively transformed image come from. */
import {
  add,
  clipByValue,
  div,
  equal,
  floor,
  less,
  mul,
  onesLike,
  range,
  reshape,
  sub,
  unstack,
  where,
  type Tensor,
} from '@tensorflow/tfjs-core';

export interface TransformAttributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest';
  readonly fillValue: number;
  readonly outputShape?: [number, number];
}

/** Farther out than any pixel. */
const OUTSIDE = -10;

/** The points of the image, `[transforms, height, width]`, that the pixels of the result are read at. */
export function sourceOf(
  transforms: Tensor,
  shape: readonly number[],
  {fillMode, outputShape}: TransformAttributes,
): {y: Tensor; x: Tensor} {
  const [, height = 1, width = 1] = shape;
  const [outHeight, outWidth] = outputShape ?? [height, width];
  const [a, b, c, d, e, f, g, h] = unstack(transforms, 1).map((entry) => reshape(entry, [-1, 1, 1])) as Eight;
  const outY = reshape(range(0, outHeight), [1, outHeight, 1]);
  const outX = reshape(range(0, outWidth), [1, 1, outWidth]);
  const projection = add(add(mul(g, outX), mul(h, outY)), 1);
  const isInfinite = equal(projection, 0);
  const divisor = where(isInfinite, onesLike(projection), projection);
  const mapped = (x: Tensor, y: Tensor, shift: Tensor, size: number): Tensor => {
    const point = div(add(add(mul(x, outX), mul(y, outY)), shift), divisor);
    return where(isInfinite, mul(onesLike(point), OUTSIDE), intoImage(point, size, fillMode));
  };
  return {y: mapped(d, e, f, height), x: mapped(a, b, c, width)};
}

type Eight = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/** The point of the image that a point outside stands for; by TensorFlow's `image_ops.h`, which tfjs follows. */
function intoImage(point: Tensor, size: number, fillMode: TransformAttributes['fillMode']): Tensor {
  if (fillMode === 'reflect') return clipByValue(reflected(point, size), 0, size - 1);
  if (fillMode === 'wrap') return clipByValue(wrapped(point, size), 0, size - 1);
  return fillMode === 'nearest' ? clipByValue(point, 0, size - 1) : point;
}

/** `abcd` goes on as `dcba|abcd|dcba`. */
function reflected(point: Tensor, size: number): Tensor {
  // Points beyond the last pixel, and before the first, up to the middle of the edge between the images stay or turn.
  const mirrored = where(less(point, 0), sub(-1, point), point);
  const period = sub(mirrored, mul(floor(div(mirrored, 2 * size)), 2 * size));
  return where(less(period, size), period, sub(2 * size - 1, period));
}

/** `abcd` goes on as `abcd|abcd|abcd`; how many times is counted by the distances of the pixels. */
function wrapped(point: Tensor, size: number): Tensor {
  if (size === 1) return mul(point, 0);
  const before = add(mul(floor(div(mul(point, -1), size - 1)), size), size);
  const after = mul(floor(div(point, size - 1)), -size);
  const isPast = less(size - 1, point);
  const shift = where(less(point, 0), before, where(isPast, after, mul(point, 0)));
  return add(point, shift);
}
