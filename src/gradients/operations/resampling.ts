/**
 * Reading pixels at places that are computed, and the gradient of it: adding to the pixels at these places.
 *
 * A place is a row of the image's pixels, `(batch * height + y) * width + x`, plus one: 0 stands for no pixel.
 */
import {
  add,
  cast,
  ceil,
  concat,
  floor,
  gatherND,
  greaterEqual,
  lessEqual,
  logicalAnd,
  mul,
  ones,
  range,
  reshape,
  slice,
  sub,
  sum,
  util,
  zeros,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from './selection.js';
import {scatter} from './remainders.js';

type ImageShape = readonly number[];

/** An image of one channel that holds every pixel's own place: resampled to the nearest, it tells the places. */
export function placesImage([batch = 1, height = 1, width = 1]: ImageShape): Tensor {
  return reshape(range(1, batch * height * width + 1), [batch, height, width, 1]);
}

/** The gradient of an image whose pixels at `places` were read. `dy` has a channel axis more than `places`. */
export function addAt(places: Tensor, dy: Tensor, shape: ImageShape): Tensor {
  const channels = shape[3] ?? 1;
  const pixels = util.sizeFromShape(shape.slice(0, 3));
  const indices = reshape(cast(places, 'int32'), [-1, 1]);
  const sums = scatter(indices, reshape(dy, [indices.shape[0] ?? 0, channels]), [pixels + 1, channels]);
  return reshape(slice(sums, [1, 0], [pixels, channels]), [...shape]);
}

/** The pixels of `image` at `places`, 0 where there is none. */
export function readAt(places: Tensor, image: Tensor): Tensor {
  const channels = image.shape[3] ?? 1;
  const rows = concat([zeros([1, channels]), reshape(cast(image, 'float32'), [-1, channels])], 0);
  const indices = reshape(cast(places, 'int32'), [...places.shape, 1]);
  return gatherND(rows, indices);
}

/** One of the four pixels around a point: its place, and how far the point is from the opposite side. */
export interface Corner {
  readonly places: Tensor;
  /** The weight along y and along x, whose product is the pixel's own. */
  readonly weights: readonly [Tensor, Tensor];
  /** The derivatives of these weights. */
  readonly signs: readonly [number, number];
}

/** The pixels around the points (y, x) of the image that `firstRow` begins. Broadcasts. */
export function corners(y: Tensor, x: Tensor, firstRow: Tensor, shape: ImageShape): Corner[] {
  const [, height = 1, width = 1] = shape;
  return sides(y).flatMap(([row, rowWeight, rowSign]) =>
    sides(x).map(([column, columnWeight, columnSign]): Corner => {
      const inside = logicalAnd(isWithin(row, height), isWithin(column, width));
      const place = add(add(mul(add(firstRow, row), width), column), 1);
      return {
        places: where(inside, place, zerosLike(place)),
        weights: [rowWeight, columnWeight],
        signs: [rowSign, columnSign],
      };
    }),
  );
}

/** The two whole numbers around `point`, their weights, and the derivatives of the weights. */
function sides(point: Tensor): Array<[place: Tensor, weight: Tensor, sign: number]> {
  const before = floor(point);
  const fraction = sub(point, before);
  return [
    [before, sub(1, fraction), -1],
    [ceil(point), fraction, 1],
  ];
}

function isWithin(place: Tensor, size: number): Tensor {
  return logicalAnd(greaterEqual(place, 0), lessEqual(place, size - 1));
}

/** The gradient of an image that was read between pixels, at the points (y, x). */
export function addAtPoints(y: Tensor, x: Tensor, firstRow: Tensor, dy: Tensor, shape: number[]): Tensor {
  const around = corners(y, x, firstRow, shape);
  const shares = around.map(({weights}) => mul(dy, reshapeLast(mul(...weights))));
  const places = around.map((corner) => mul(corner.places, ones(dy.shape.slice(0, 3))));
  return addAt(concat(places, 0), concat(shares, 0), shape);
}

/** What `dy` times the image, read between pixels at the points (y, x), changes by where y and x move. */
export function slopesAt(
  y: Tensor,
  x: Tensor,
  firstRow: Tensor,
  image: Tensor,
  dy: Tensor,
): {vertical: Tensor; horizontal: Tensor} {
  const all = ones(dy.shape.slice(0, 3));
  const slopes = corners(y, x, firstRow, image.shape).map(({places, weights, signs}) => {
    const pixels = sum(mul(readAt(mul(places, all), image), dy), -1);
    return [mul(mul(pixels, weights[1]), signs[0]), mul(mul(pixels, weights[0]), signs[1])] as const;
  });
  return {
    vertical: slopes.map(([slope]) => slope).reduce((left, right) => add(left, right)),
    horizontal: slopes.map(([, slope]) => slope).reduce((left, right) => add(left, right)),
  };
}

/** `x` with an axis of 1 behind the others. */
export function reshapeLast(x: Tensor): Tensor {
  return reshape(x, [...x.shape, 1]);
}
