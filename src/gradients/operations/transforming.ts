/** Where the pixels of a projectively transformed image come from. */
import {
  add,
  clipByValue,
  div,
  equal,
  floor,
  less,
  logicalOr,
  mul,
  neg,
  onesLike,
  range,
  reshape,
  stack,
  sub,
  sum,
  unstack,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from './selection.js';

export interface TransformAttributes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest';
  readonly fillValue: number;
  readonly outputShape?: [number, number];
}

/** Farther out than any pixel. */
const OUTSIDE = -10;

/** The points of the image that are read along one axis, `[transforms, height, width]`. */
interface Points {
  readonly points: Tensor;
  /** How far they move as what the matrix gives moves: 1, -1 where the image is mirrored, 0 where points are clipped. */
  readonly slope: Tensor;
}

export interface Source {
  readonly y: Points;
  readonly x: Points;
  /** Carries slopes by y and by x, one for each pixel of the result and image of the batch, to the matrices. */
  toTransforms(vertical: Tensor, horizontal: Tensor): Tensor;
}

/** Where the pixels of the result are read. */
export function sourceOf(
  transforms: Tensor,
  shape: readonly number[],
  {fillMode, outputShape}: TransformAttributes,
): Source {
  const [, height = 1, width = 1] = shape;
  const [outHeight, outWidth] = outputShape ?? [height, width];
  const [a, b, c, d, e, f, g, h] = unstack(transforms, 1).map((entry) => reshape(entry, [-1, 1, 1])) as Eight;
  const outY = reshape(range(0, outHeight), [1, outHeight, 1]);
  const outX = reshape(range(0, outWidth), [1, 1, outWidth]);
  const projection = add(add(mul(g, outX), mul(h, outY)), 1);
  const isInfinite = equal(projection, 0);
  const divisor = where(isInfinite, onesLike(projection), projection);
  const mapped = (x: Tensor, y: Tensor, shift: Tensor): Tensor =>
    div(add(add(mul(x, outX), mul(y, outY)), shift), divisor);
  const placed = (point: Tensor, size: number): Points => ({
    points: where(isInfinite, mul(onesLike(point), OUTSIDE), intoImage(point, size, fillMode)),
    slope: where(isInfinite, zerosLike(point), slopeIntoImage(point, size, fillMode)),
  });
  const [mappedY, mappedX] = [mapped(d, e, f), mapped(a, b, c)];
  const [y, x] = [placed(mappedY, height), placed(mappedX, width)];
  return {
    y,
    x,
    toTransforms: (vertical, horizontal) => {
      const byY = div(mul(vertical, y.slope), divisor);
      const byX = div(mul(horizontal, x.slope), divisor);
      const byProjection = neg(add(mul(byY, mappedY), mul(byX, mappedX)));
      const entries = [
        ...[mul(byX, outX), mul(byX, outY), byX],
        ...[mul(byY, outX), mul(byY, outY), byY],
        ...[mul(byProjection, outX), mul(byProjection, outY)],
      ];
      const perImage = stack(
        entries.map((entry) => sum(entry, [1, 2])),
        1,
      );
      return transforms.shape[0] === perImage.shape[0] ? perImage : sum(perImage, 0, true);
    },
  };
}

type Eight = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/** The point of the image that a point outside stands for; by TensorFlow's `image_ops.h`, which tfjs follows. */
function intoImage(point: Tensor, size: number, fillMode: TransformAttributes['fillMode']): Tensor {
  if (fillMode === 'reflect') return clipByValue(reflected(point, size), 0, size - 1);
  if (fillMode === 'wrap') return clipByValue(wrapped(point, size), 0, size - 1);
  return fillMode === 'nearest' ? clipByValue(point, 0, size - 1) : point;
}

/** The slope of {@link intoImage}. */
function slopeIntoImage(point: Tensor, size: number, fillMode: TransformAttributes['fillMode']): Tensor {
  const ones = onesLike(point);
  if (fillMode === 'constant') return ones;
  if (fillMode === 'reflect') return reflectedSlope(point, size);
  const place = fillMode === 'wrap' ? wrapped(point, size) : point;
  return where(logicalOr(less(place, 0), less(size - 1, place)), zerosLike(point), ones);
}

/** `abcd` goes on as `dcba|abcd|dcba`. */
function reflected(point: Tensor, size: number): Tensor {
  // Points beyond the last pixel, and before the first, up to the middle of the edge between the images stay or turn.
  const mirrored = where(less(point, 0), sub(-1, point), point);
  const period = sub(mirrored, mul(floor(div(mirrored, 2 * size)), 2 * size));
  return where(less(period, size), period, sub(2 * size - 1, period));
}

/** The slope of {@link reflected}, clipped to the image. */
function reflectedSlope(point: Tensor, size: number): Tensor {
  const isNegative = less(point, 0);
  const mirrored = where(isNegative, sub(-1, point), point);
  const period = sub(mirrored, mul(floor(div(mirrored, 2 * size)), 2 * size));
  const ones = onesLike(point);
  const inPeriod = where(less(period, size), ones, neg(ones));
  const slope = mul(inPeriod, where(isNegative, neg(ones), ones));
  const place = reflected(point, size);
  return where(logicalOr(less(place, 0), less(size - 1, place)), zerosLike(point), slope);
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
