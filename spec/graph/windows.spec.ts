import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/graph/graph.js';
import {expectAsPlain, expectAsTape} from './agreement.js';
import {itOnCpu, onEachGraphBackend} from './graph-backends.js';

/** Other elements at every call. */
const image = (shape: [number, number, number, number], count: number): tf.Tensor4D =>
  tf.reshape(tf.sin(tf.mul(tf.range(1, shape.reduce((a, b) => a * b, 1) + 1), count)), shape);

/** Not of the filters, of which the wasm backend has no gradient. */
const ofImage = {argnums: [0]};

onEachGraphBackend('two windows of one image', () => {
  it('are apart if their filters have different sizes', () => {
    const filters = (count: number): tf.Tensor4D[] => [
      image([2, 2, 1, 1], count + 0.5),
      image([1, 1, 1, 1], count),
    ];
    expectAsTape(
      (x: tf.Tensor4D, f: tf.Tensor4D, h: tf.Tensor4D) => [
        tf.conv2d(x, f, 1, 'valid'),
        tf.conv2d(x, h, 1, 'valid'),
      ],
      (count) => [image([1, 3, 4, 1], count), ...filters(count)],
      ofImage,
    );
  });

  it('are apart if they are pooled by 2 and 3 with one stride', () => {
    expectAsTape(
      (x: tf.Tensor4D) => [tf.maxPool(x, 2, 1, 'valid'), tf.maxPool(x, 3, 1, 'valid')],
      (count) => [image([1, 4, 4, 1], count)],
    );
    expectAsTape(
      (x: tf.Tensor4D) => [tf.avgPool(x, 2, 1, 'valid'), tf.avgPool(x, [2, 3], 1, 'valid')],
      (count) => [image([1, 4, 4, 1], count)],
    );
  });

  it('are apart if they are of rows, of widths 2 and 3', () => {
    expectAsTape(
      (x: tf.Tensor3D, ...filters: tf.Tensor3D[]) => filters.map((f) => tf.conv1d(x, f, 1, 'valid')),
      (count) => [
        tf.reshape<tf.Rank.R3>(image([1, 6, 1, 1], count), [1, 6, 1]),
        tf.reshape(image([2, 1, 1, 1], count + 0.5), [2, 1, 1]),
        tf.reshape(image([3, 1, 1, 1], count), [3, 1, 1]),
      ],
      ofImage,
    );
  });

  it('are apart if they are transposed to different sizes', () => {
    expectAsTape(
      (x: tf.Tensor4D, f: tf.Tensor4D) => [
        tf.conv2dTranspose(x, f, [1, 4, 4, 1], 2, 'valid'),
        tf.conv2dTranspose(x, f, [1, 5, 5, 1], 2, 'valid'),
      ],
      (count) => [image([1, 2, 2, 1], count), image([2, 2, 1, 1], count + 0.5)],
      ofImage,
    );
  });
});

onEachGraphBackend('a convolution', () => {
  it('of an image of one element has a gradient that can be broadcast', () => {
    expectAsTape(
      (v: tf.Tensor1D, k: tf.Tensor4D) =>
        tf.conv2d<tf.Tensor4D>(tf.reshape(tf.sum(tf.square(v)), [1, 1, 1, 1]), k, 1, 'same'),
      (count) => [tf.tensor1d([1, 2, 3, 4, 5].map((x) => x * count)), image([1, 1, 1, 1], count)],
      ofImage,
    );
    expectAsTape(
      (v: tf.Tensor1D) =>
        tf.maxPool(tf.reshape(tf.sum(tf.square(v)), [1, 1, 1, 1]) as tf.Tensor4D, 3, 1, 'same'),
      (count) => [tf.tensor1d([1, 2, 3, 4, 5].map((x) => x * count))],
    );
  });

  // WebGL has no textures for such shapes, and the kernels of wasm read beyond them.
  itOnCpu('by a filter larger than its image gives what the kernel gives, or throws what it throws', () => {
    const outcomes = new Set<string>();
    for (const pad of ['valid', 'same', 0, 1] as const) {
      for (const stride of [1, 2, 3, 5]) {
        for (const [height, width] of [
          [1, 1],
          [2, 2],
          [2, 5],
          [4, 5],
          [5, 1],
        ] as const) {
          for (const f of [
            (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, stride, pad),
            (x: tf.Tensor4D) => tf.maxPool(x, [5, 4], stride, pad),
            (x: tf.Tensor4D) => tf.avgPool(x, [5, 4], stride, pad),
          ]) {
            const given = (count: number): readonly tf.Tensor4D[] => [
              image([1, height, width, 1], count),
              image([5, 4, 1, 1], count),
            ];
            const isRefused = throws(() => f(...(given(1) as [tf.Tensor4D, tf.Tensor4D])));
            outcomes.add(String(isRefused));
            if (!isRefused) expectAsPlain(f, given);
            else expect(throws(() => graph(f)(...(given(1) as [tf.Tensor4D, tf.Tensor4D])))).to.equal(true);
          }
        }
      }
    }
    expect(outcomes.size).to.equal(2);
  });
});

const throws = (run: () => unknown): boolean => {
  try {
    tf.tidy(() => void run());
    return false;
  } catch {
    return true;
  }
};
