import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {bend, bendAround, between, distinct, mixed} from '../data.js';

/** Cubed, as a linear operation's own second derivatives are 0; and bent before, as those of its gradient are, too. */
function cube(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.square(x));
}

function ofImage(title: string, f: (image: tf.Tensor4D) => tf.Tensor, shape: number[]): DerivativeCase {
  return {
    title,
    f: (image) => cube(f(bend(image as tf.Tensor4D))),
    args: () => [mixed(shape)],
    epsilon: 0.03,
  };
}

type Size = [number, number];
type Resize = typeof tf.image.resizeBilinear;

const resizes: ReadonlyArray<[name: string, resize: Resize]> = [
  ['resizeBilinear', tf.image.resizeBilinear],
  ['resizeNearestNeighbor', tf.image.resizeNearestNeighbor],
];

const sizes: ReadonlyArray<[title: string, shape: number[], size: Size]> = [
  ['up', [1, 2, 2, 1], [4, 4]],
  ['up, oblong', [1, 2, 3, 1], [3, 5]],
  ['down, oblong, two images, two channels', [2, 4, 3, 2], [3, 2]],
  ['rank 3', [2, 3, 1], [3, 2]],
  ['the same size', [1, 2, 3, 1], [2, 3]],
  ['to one pixel', [1, 3, 2, 1], [1, 1]],
  ['from one row', [1, 1, 2, 1], [2, 3]],
  ['from one pixel', [1, 1, 1, 2], [3, 2]],
];

const pixels: ReadonlyArray<[title: string, alignCorners: boolean, halfPixelCenters: boolean]> = [
  ['', false, false],
  [', corners aligned', true, false],
  [', half-pixel centers', false, true],
];

const resizeCases = resizes.flatMap(([name, resize]) =>
  sizes.flatMap(([title, shape, size]) =>
    pixels.map(([option, alignCorners, halfPixelCenters]) => ({
      ...ofImage(
        `${name} ${title}${option}`,
        (image) => resize(image, size, alignCorners, halfPixelCenters),
        shape,
      ),
      hangsInTfjs: name === 'resizeNearestNeighbor' && alignCorners && title.startsWith('from one'),
    })),
  ),
);

/** Boxes whose points are not on pixels: inside, flipped, partly outside. */
const boxes = (): tf.Tensor2D =>
  tf.tensor2d([
    [0.13, 0.08, 0.77, 0.9],
    [0.82, 0.11, 0.24, 0.73],
    [-0.37, 0.22, 0.66, 1.41],
  ]);
const boxIndices = (): tf.Tensor1D => tf.tensor1d([0, 1, 0], 'int32');
const ofOtherImages = {
  skip: {webgl: 'its kernel crops box i out of image i, whichever image the box is said to be of'},
};

const cropCases = (['bilinear', 'nearest'] as const).flatMap((method) =>
  (
    [
      ['', [2, 3]],
      [', one pixel', [1, 1]],
      [', one row', [1, 3]],
    ] as ReadonlyArray<[string, Size]>
  ).flatMap(([title, size]): DerivativeCase[] => [
    {
      title: `cropAndResize, ${method}${title}`,
      f: (image) =>
        cube(tf.image.cropAndResize(bend(image as tf.Tensor4D), boxes(), boxIndices(), size, method, 0.5)),
      args: () => [mixed([2, 4, 5, 2])],
      epsilon: 0.03,
      ...ofOtherImages,
    },
    {
      title: `cropAndResize, ${method}${title}, and its boxes`,
      f: (image, places) =>
        cube(
          tf.image.cropAndResize(
            bend(image as tf.Tensor4D),
            places as tf.Tensor2D,
            boxIndices(),
            size,
            method,
          ),
        ),
      args: () => [mixed([2, 3, 4, 1]), boxes()],
      epsilon: 0.003,
      ...ofOtherImages,
    },
    {
      title: `cropAndResize, ${method}${title}, each box of its own image`,
      f: (image, places) => {
        const indices = tf.tensor1d([0, 1, 2], 'int32');
        return cube(
          tf.image.cropAndResize(
            bend(image as tf.Tensor4D),
            places as tf.Tensor2D,
            indices,
            size,
            method,
            0.5,
          ),
        );
      },
      args: () => [mixed([3, 3, 4, 2]), boxes()],
      epsilon: 0.003,
    },
  ]),
);

const exactCrops = (['bilinear', 'nearest'] as const).map((method) =>
  ofImage(
    `cropAndResize, ${method}, the whole image`,
    (image) =>
      tf.image.cropAndResize(image, tf.tensor2d([[0, 0, 1, 1]]), tf.tensor1d([0], 'int32'), [3, 3], method),
    [1, 5, 4, 1],
  ),
);

const turn = [0.8, 0.5, -0.4, -0.45, 0.9, 0.7, 0.05, -0.03];
const far = [1.7, 0.3, -3.2, -0.2, 1.9, -2.7, 0, 0];

const transformCases = (['nearest', 'bilinear'] as const).flatMap((interpolation) =>
  (['constant', 'reflect', 'wrap', 'nearest'] as const).flatMap((fillMode) =>
    [turn, far].map((entries, index): DerivativeCase => ({
      ...ofImage(
        `transform, ${interpolation}, ${fillMode}${index === 0 ? '' : ', far out'}`,
        (image) => tf.image.transform(image, tf.tensor2d([entries]), interpolation, fillMode, 0.3),
        [1, 3, 4, 2],
      ),
      ...(fillMode === 'reflect' ? {skip: {wasm: 'it wraps where it should reflect'}} : {}),
    })),
  ),
);

/** Matrices that lead to points between pixels, for a result of 2×2 pixels: within the image, and far out of it. */
const near = [0.9, 0.2, 0.35, -0.2, 0.8, 0.6, 0.05, -0.03];
const distant = [0.9, 0.2, -3.35, -0.2, 0.8, 3.6, 0, 0];
type Interpolation = 'nearest' | 'bilinear';
type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

function ofMatrix(interpolation: Interpolation, fillMode: FillMode, matrices: number[][]): DerivativeCase {
  const which =
    matrices.length > 1
      ? 'the matrix of each image'
      : matrices[0] === near
        ? 'its matrix'
        : 'its matrix, far out';
  return {
    title: `transform, ${interpolation}, ${fillMode}, and ${which}`,
    f: (image, matrix) => {
      const bent = bendAround(matrix as tf.Tensor2D, tf.tensor2d(matrices));
      const {transform} = tf.image;
      return cube(transform(bend(image as tf.Tensor4D), bent, interpolation, fillMode, 0.3, [2, 2]));
    },
    args: () => [mixed([matrices.length, 3, 4, 2]), tf.tensor2d(matrices)],
    epsilon: 0.003,
    skip: {
      ...(matrices.length > 1 ? {cpu: 'it transforms the first image of a batch only'} : {}),
      ...(fillMode === 'reflect' ? {wasm: 'it wraps where it should reflect'} : {}),
    },
  };
}

const matrixCases = [
  ...(['constant', 'reflect', 'wrap', 'nearest'] as const).flatMap((fillMode) =>
    [[near], [distant], [near, distant]].map((matrices) => ofMatrix('bilinear', fillMode, matrices)),
  ),
  ofMatrix('nearest', 'constant', [near]),
];

export const cases: readonly DerivativeCase[] = [
  ...resizeCases,
  ...cropCases,
  ...exactCrops,
  ...transformCases,
  ...matrixCases,
  ofImage(
    'transform to another size',
    (image) => tf.image.transform(image, tf.tensor2d([turn]), 'bilinear', 'constant', 0, [2, 5]),
    [1, 3, 3, 1],
  ),
  ofImage('flipLeftRight', (image) => tf.image.flipLeftRight(image), [2, 2, 3, 2]),
  ofImage('rotateWithOffset', (image) => tf.image.rotateWithOffset(image, 0.7), [2, 3, 4, 2]),
  ofImage(
    'rotateWithOffset, filled, off centre',
    (image) => tf.image.rotateWithOffset(image, -2.1, [0.5, 1, 2], [0.3, 0.8]),
    [1, 3, 3, 3],
  ),
  ofImage('grayscaleToRGB', (image) => tf.image.grayscaleToRGB(image), [2, 2, 2, 1]),
  ...[[3], [2, 3], [1, 2, 3], [2, 1, 2, 3]].map((shape) => ({
    ...ofImage(`rgbToGrayscale of rank ${shape.length + 1}`, (image) => tf.image.rgbToGrayscale(image), [
      2,
      ...shape,
    ]),
    skip: {wasm: 'it has no kernel Einsum'},
  })),
  {
    title: 'nonMaxSuppression of boxes and scores that are differentiated',
    f: (scores, corners) => {
      const chosen = tf.image.nonMaxSuppression(corners as tf.Tensor2D, scores as tf.Tensor1D, 2);
      return [
        cube(tf.gather(bend(scores as tf.Tensor), chosen)),
        cube(tf.gather(bend(corners as tf.Tensor), chosen)),
      ];
    },
    args: () => [distinct([3]), between(0, 1, [3, 4])],
    epsilon: 0.01,
  },
  {
    title: 'nonMaxSuppressionPadded of scores that are differentiated',
    f: (scores) => {
      const {selectedIndices} = tf.image.nonMaxSuppressionPadded(separate(), scores as tf.Tensor1D, 2);
      return cube(tf.gather(scores as tf.Tensor, selectedIndices as tf.Tensor1D));
    },
    args: () => [distinct([3])],
    epsilon: 0.01,
  },
  ...[0, 0.8].map((softness): DerivativeCase => ({
    title: `nonMaxSuppressionWithScore, softness ${softness}`,
    f: (scores) => {
      const {nonMaxSuppressionWithScore} = tf.image;
      const chosen = nonMaxSuppressionWithScore(
        overlapping(),
        bend(scores as tf.Tensor1D),
        3,
        0.9,
        0.01,
        softness,
      );
      return cube(chosen['selectedScores'] as tf.Tensor);
    },
    args: () => [tf.tensor1d([0.9, 0.5, 0.7])],
    epsilon: 0.01,
  })),
];

function separate(): tf.Tensor2D {
  return tf.tensor2d([
    [0, 0, 1, 1],
    [0, 2, 1, 3],
    [0, 4, 1, 5],
  ]);
}

function overlapping(): tf.Tensor2D {
  return tf.tensor2d([
    [0, 0, 1, 1],
    [0, 0.3, 1, 1.3],
    [0, 4, 1, 5],
  ]);
}
