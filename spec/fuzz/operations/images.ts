/** Operations of images, and normalizations. */
import type {Draft, Operand} from '../draft.js';
import {table, type Draw, type Operations} from '../operation.js';

const image = (d: Draft, channels = d.between(1, 4)): Operand =>
  d.shaped([d.between(1, 2), d.between(1, 5), d.between(1, 5), channels], 0);

const resize =
  (name: string): Draw =>
  (d) => {
    const [alignCorners, halfPixels] = d.pick([
      [false, false],
      [true, false],
      [false, true],
    ]);
    return d.call(`tf.image.${name}`, image(d), [d.between(1, 7), d.between(1, 7)], alignCorners, halfPixels);
  };

const cropAndResize: Draw = (d) => {
  const [x, boxes] = [image(d), d.between(1, 3)];
  const corners = d.call(
    'tf.tensor2d',
    [
      [0.13, 0.08, 0.77, 0.9],
      [0.82, 0.11, 0.24, 0.73],
      [-0.37, 0.22, 0.66, 1.41],
    ].slice(0, boxes),
  );
  const indices = d.indices([boxes], x.shape[0] as number);
  const size = [d.between(1, 4), d.between(1, 4)];
  return d.call('tf.image.cropAndResize', x, corners, indices, size, d.pick(['bilinear', 'nearest']), 0.5);
};

/** Of one image: of several, tfjs's cpu kernel fills all but the first. */
const transform: Draw = (d) => {
  const x = d.shaped([1, d.between(2, 5), d.between(2, 5), d.between(1, 3)], 0);
  const turn = d.pick([
    [0.8, 0.5, -0.4, -0.45, 0.9, 0.7, 0.05, -0.03],
    [1.7, 0.3, -3.2, -0.2, 1.9, -2.7, 0, 0],
  ]);
  const matrix = d.call('tf.tensor2d', [turn]);
  const fill = d.pick(['constant', 'reflect', 'wrap', 'nearest']);
  return d.call('tf.image.transform', x, matrix, d.pick(['nearest', 'bilinear']), fill, 0.3);
};

const rotate: Draw = (d) =>
  d.call(
    'tf.image.rotateWithOffset',
    image(d),
    d.pick([0.7, -2.1]),
    d.pick([0, 0.5]),
    d.pick([0.5, [0.3, 0.8]]),
  );

/** Boxes far apart, so that which are chosen depends on the scores alone. */
function boxesAndScores(d: Draft): [boxes: Operand, scores: Operand] {
  const boxes = d.call('tf.tensor2d', [
    [0, 0, 1, 1],
    [0, 0.3, 1, 1.3],
    [0, 4, 1, 5],
    [0, 6, 1, 7],
  ]);
  return [boxes, d.call('tf.sigmoid', d.shaped([4]))];
}

const suppressWithScore: Draw = (d) => {
  const [boxes, scores] = boxesAndScores(d);
  const chosen = d.call('tf.image.nonMaxSuppressionWithScore', boxes, scores, 3, 0.9, 0.01, d.pick([0, 0.8]));
  return d.member(chosen, d.pick(['selectedScores', 'selectedIndices']));
};

const suppressPadded: Draw = (d) => {
  const [boxes, scores] = boxesAndScores(d);
  const padded = d.call('tf.image.nonMaxSuppressionPadded', boxes, scores, 3, 0.5, 0.01, true);
  return d.member(padded, d.pick(['selectedIndices', 'validOutputs']));
};

const batchNorm: Draw = (d) => {
  const x = d.floatWithAxis();
  if (x.rank > 4 || x.rank < 2) return undefined;
  const channels = [x.shape.at(-1) as number];
  const variance = d.call('tf.add', d.call('tf.square', d.tanh(d.shaped(channels, 2))), 0.5);
  const rest = d.pick([
    [],
    [d.shaped(channels)],
    [d.shaped(channels), d.shaped(channels)],
    [undefined, d.shaped(channels)],
  ]);
  const [offset, scale] = rest;
  return d.call(`tf.batchNorm${x.rank}d`, x, d.shaped(channels), variance, offset, scale, 0.1);
};

const response: Draw = (d) =>
  d.call(
    'tf.localResponseNormalization',
    image(d, d.between(1, 7)),
    d.between(0, 3),
    1,
    d.pick([0.5, 1]),
    d.pick([0.5, 0.75]),
  );

export const images: Operations = {
  ...table(
    {
      resizeBilinear: resize('resizeBilinear'),
      resizeNearestNeighbor: resize('resizeNearestNeighbor'),
      flipLeftRight: (d) => d.call('tf.image.flipLeftRight', image(d)),
      rotateWithOffset: rotate,
      grayscaleToRGB: (d) => d.call('tf.image.grayscaleToRGB', image(d, 1)),
    },
    {notSpecial: 'weights of 0 times what is not finite'},
  ),
  ...table(
    {batchNorm: batchNorm, localResponseNormalization: response},
    {notSpecial: 'overflows by another order of operations'},
  ),
  ...table(
    {rgbToGrayscale: (d) => d.call('tf.image.rgbToGrayscale', image(d, 3))},
    {notSpecial: 'weights of 0 times what is not finite', skip: {wasm: 'it has no kernel Einsum'}},
  ),
  ...table(
    {cropAndResize},
    {
      notSpecial: 'weights of 0 times what is not finite',
      skip: {webgl: 'its kernel crops box i out of image i'},
    },
  ),
  ...table(
    {transform},
    {notSpecial: 'weights of 0 times what is not finite', skip: {wasm: 'it wraps where it should reflect'}},
  ),
  ...table(
    {
      nonMaxSuppression: (d) => d.call('tf.image.nonMaxSuppression', ...boxesAndScores(d), 3, 0.5),
      nonMaxSuppressionPadded: suppressPadded,
      nonMaxSuppressionWithScore: suppressWithScore,
    },
    {notSpecial: 'sorts scores that are not finite'},
  ),
};
