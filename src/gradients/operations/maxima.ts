/**
 * The gradient of max pooling by the places of the maxima, for backends whose own kernel puts gradients at the wrong
 * pixels or loses them.
 */
import {
  add,
  argMax,
  customGrad,
  gather,
  mul,
  range,
  reshape,
  tensor,
  util,
  zeros,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {scatter} from './remainders.js';

/** Where the windows of a pooling lie, along each spatial axis. */
export interface Windows {
  readonly filter: readonly number[];
  readonly stride: readonly number[];
  readonly padBefore: readonly number[];
  readonly inSize: readonly number[];
  readonly outSize: readonly number[];
}

/** Hands `dy`, an entry for each window, to the first largest pixel in the window. Linear in `dy`, flat in `input`. */
export function toMaxima(dy: Tensor, input: Tensor, windows: Windows): Tensor {
  if (input.size === 0 || dy.size === 0) return zeros(input.shape);
  const rows = reshape(dy, [dy.size]);
  return reshape(scatter(placesOfMaxima(input, windows), rows, [input.size]), input.shape);
}

/** The place of each window's maximum in the flat input, `[entries of the output, 1]`; a constant to every gradient. */
function placesOfMaxima(input: Tensor, windows: Windows): Tensor {
  const find = customGrad(() => ({
    value: findMaxima(input, windows),
    gradFunc: () => zerosLike(input),
  }));
  return find(input);
}

function findMaxima(input: Tensor, windows: Windows): Tensor {
  const [count, pixels, perWindow] = [windows.outSize, windows.inSize, windows.filter].map((sizes) =>
    util.sizeFromShape([...sizes]),
  ) as [number, number, number];
  const channels = input.shape[input.rank - 1] ?? 1;
  const images = input.size / (pixels * channels);
  const table = tensor(pixelsOfWindows(windows), [count * perWindow], 'int32');
  const candidates = reshape(gather(reshape(input, [images, pixels, channels]), table, 1), [
    images,
    count,
    perWindow,
    channels,
  ]);
  const chosen: Tensor = argMax(candidates, 2);
  const inTable = add(chosen, along(1, count, perWindow));
  const pixel = reshape(gather(table, reshape(inTable, [inTable.size])), chosen.shape);
  const place = add(mul(add(pixel, along(0, images, pixels)), constant(channels)), along(2, channels, 1));
  return reshape(place, [place.size, 1]);
}

const constant = (value: number): Tensor => tensor([value], [1, 1, 1], 'int32');

/** 0, `step`, 2 · `step`... along an axis of three. */
function along(axis: number, count: number, step: number): Tensor {
  const shape = [1, 1, 1].map((size, index) => (index === axis ? count : size));
  return reshape(range(0, count * step, step, 'int32'), shape);
}

/**
 * For each window, one after the other, its pixels' numbers in the image. In the place of a pixel that is padding stands
 * one at the window's edge, which is in the window anyway.
 */
function pixelsOfWindows({filter, stride, padBefore, inSize, outSize}: Windows): number[] {
  let numbers = [0];
  let sizes = [1, 1];
  // Axis by axis: the numbers so far are [windows, pixels of a window] over the axes before.
  outSize.forEach((count, axis) => {
    const [size, inside] = [filter[axis] ?? 1, inSize[axis] ?? 1];
    const [windows = 1, pixels = 1] = sizes;
    const next: number[] = [];
    for (let before = 0; before < windows; before++)
      for (let window = 0; window < count; window++)
        for (let pixel = 0; pixel < pixels; pixel++)
          for (let offset = 0; offset < size; offset++) {
            const place = window * (stride[axis] ?? 1) - (padBefore[axis] ?? 0) + offset;
            const nearest = Math.min(Math.max(place, 0), inside - 1);
            next.push((numbers[before * pixels + pixel] ?? 0) * inside + nearest);
          }
    numbers = next;
    sizes = [windows * count, pixels * size];
  });
  return numbers;
}
