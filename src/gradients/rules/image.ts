/**
 * Gradients of image operations. A resampling to the nearest pixel is asked itself which pixels it reads, by resampling
 * the pixels' numbers: so rounding and edges are each backend's own.
 */
import {
  add,
  clipByValue,
  concat,
  div,
  engine,
  equal,
  gather,
  mul,
  ones,
  onesLike,
  range,
  reshape,
  stack,
  sum,
  tensor,
  unstack,
  where,
  zeros,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {scatter} from '../operations/remainders.js';
import {addAt, corners, placesImage, readAt} from '../operations/resampling.js';
import {
  bilinear,
  nearest,
  resizeGradient,
  type ResizeAttributes,
  type Sampling,
} from '../operations/resizing.js';
import {rule} from '../rule.js';
import {sourceOf, type TransformAttributes} from '../operations/transforming.js';

function run(kernelName: string, inputs: Record<string, Tensor>, attributes: NamedAttrMap = {}): Tensor {
  return engine().runKernel<Tensor>(kernelName, inputs, attributes);
}

function zerosOf({shape}: Tensor): () => Tensor {
  return () => zeros(shape);
}

function resize(kernelName: string, sampling: Sampling): GradConfig[] {
  const gradKernel = `${kernelName}Grad`;
  return [
    rule<ResizeAttributes>(kernelName, {inputs: ['images']}, (dy, saved, attributes) => {
      const [images] = saved as [Tensor];
      return {images: () => resizeGradient(gradKernel, sampling, dy, images, attributes)};
    }),
    rule<ResizeAttributes>(gradKernel, {inputs: ['images']}, (ddx, saved, attributes) => {
      const [images] = saved as [Tensor];
      return {
        // On the cpu backend the gradient of an image comes with height and width exchanged.
        dy: () => run(kernelName, {images: reshape(ddx, images.shape)}, {...attributes}),
        images: zerosOf(images),
      };
    }),
  ];
}

const flipLeftRight = rule('FlipLeftRight', {}, (dy) => ({
  image: () => run('FlipLeftRight', {image: dy}),
}));

const rotateWithOffset = rule<NamedAttrMap>(
  'RotateWithOffset',
  {inputs: ['image']},
  (dy, saved, attributes) => {
    const [image] = saved as [Tensor];
    return {
      image: () => {
        const source = {image: placesImage(image.shape)};
        return addAt(run('RotateWithOffset', source, {...attributes, fillValue: 0}), dy, image.shape);
      },
    };
  },
);

/** TensorFlow has no gradient of the transforms either. */
const transform = rule<TransformAttributes>(
  'Transform',
  {inputs: ['image', 'transforms']},
  (dy, saved, attributes) => {
    const [image, transforms] = saved as [Tensor, Tensor];
    const {shape} = image;
    return {
      image: () => {
        if (attributes.interpolation === 'nearest') {
          const inputs = {image: placesImage(shape), transforms};
          return addAt(run('Transform', inputs, {...attributes, fillValue: 0}), dy, shape);
        }
        const {y, x} = sourceOf(transforms, shape, attributes);
        const [batch = 1, height = 1] = shape;
        return addAtPoints(y, x, mul(reshape(range(0, batch), [batch, 1, 1]), height), dy, shape);
      },
      transforms: zerosOf(transforms),
    };
  },
);

/** The gradient of an image that was read between pixels, at the points (y, x). */
function addAtPoints(y: Tensor, x: Tensor, firstRow: Tensor, dy: Tensor, shape: number[]): Tensor {
  const around = corners(y, x, firstRow, shape);
  const shares = around.map(({weights}) => mul(dy, reshapeLast(mul(...weights))));
  const places = around.map((corner) => mul(corner.places, ones(dy.shape.slice(0, 3))));
  return addAt(concat(places, 0), concat(shares, 0), shape);
}

function reshapeLast(x: Tensor): Tensor {
  return reshape(x, [...x.shape, 1]);
}

interface CropAttributes {
  readonly method: 'bilinear' | 'nearest';
  readonly extrapolationValue: number;
  readonly cropSize: readonly [number, number];
}

const cropAndResize = rule<CropAttributes>(
  'CropAndResize',
  {inputs: ['image', 'boxes', 'boxInd']},
  (dy, saved, attributes) => {
    const [image, boxes, boxInd] = saved as [Tensor, Tensor, Tensor];
    const isNearest = attributes.method === 'nearest';
    return {
      image: () => {
        if (!isNearest) return cropImageGradient(dy, image.shape, boxes, boxInd, attributes);
        const places = nearestCrop(placesImage(image.shape), boxes, boxInd, attributes);
        return addAt(places, dy, image.shape);
      },
      boxes: () => (isNearest ? zeros(boxes.shape) : boxesGradient(dy, image, boxes, boxInd, attributes)),
      boxInd: zerosOf(boxInd),
    };
  },
);

function nearestCrop(image: Tensor, boxes: Tensor, boxInd: Tensor, {cropSize}: CropAttributes): Tensor {
  const attributes = {method: 'nearest', extrapolationValue: 0, cropSize: [...cropSize]};
  return run('CropAndResize', {image, boxes, boxInd}, attributes);
}

/** `dy` without the part that was extrapolated. */
function dyInside(
  dy: Tensor,
  shape: number[],
  boxes: Tensor,
  boxInd: Tensor,
  attributes: CropAttributes,
): Tensor {
  const [batch = 1, height = 1, width = 1] = shape;
  return mul(dy, nearestCrop(ones([batch, height, width, 1]), boxes, boxInd, attributes));
}

/** The points of the image that a crop reads along one axis, `[boxes, size]`, and how they depend on start and end. */
function cropPoints(start: Tensor, end: Tensor, size: number, imageSize: number): CropPoints {
  const steps = Array.from({length: size}, (_, step) => (size > 1 ? step / (size - 1) : 0.5));
  const byEnd = tensor(
    steps.map((step) => step * (imageSize - 1)),
    [1, size],
  );
  const byStart = tensor(
    steps.map((step) => (1 - step) * (imageSize - 1)),
    [1, size],
  );
  const points = add(mul(reshapeLast(start), byStart), mul(reshapeLast(end), byEnd));
  // What rounding has put outside, or is extrapolated.
  return {points: clipByValue(points, 0, imageSize - 1), byStart, byEnd};
}

interface CropPoints {
  readonly points: Tensor;
  readonly byStart: Tensor;
  readonly byEnd: Tensor;
}

function cropAxes(boxes: Tensor, shape: number[], {cropSize}: CropAttributes): [CropPoints, CropPoints] {
  const [top, left, bottom, right] = unstack(boxes, 1) as [Tensor, Tensor, Tensor, Tensor];
  const [, height = 1, width = 1] = shape;
  return [cropPoints(top, bottom, cropSize[0], height), cropPoints(left, right, cropSize[1], width)];
}

function firstRowOf(boxInd: Tensor, shape: number[]): Tensor {
  return mul(reshape(boxInd, [-1, 1, 1]), shape[1] ?? 1);
}

function cropImageGradient(
  dy: Tensor,
  shape: number[],
  boxes: Tensor,
  boxInd: Tensor,
  attributes: CropAttributes,
): Tensor {
  const [vertical, horizontal] = cropAxes(boxes, shape, attributes);
  const y = reshapeLast(vertical.points);
  const x = reshape(horizontal.points, [-1, 1, attributes.cropSize[1]]);
  const inside = dyInside(dy, shape, boxes, boxInd, attributes);
  return addAtPoints(y, x, firstRowOf(boxInd, shape), inside, shape);
}

/** The slope of the image between the pixels around each point, carried to the edges of the box. */
function boxesGradient(
  dy: Tensor,
  image: Tensor,
  boxes: Tensor,
  boxInd: Tensor,
  attributes: CropAttributes,
): Tensor {
  const {shape} = image;
  const [vertical, horizontal] = cropAxes(boxes, shape, attributes);
  const y = reshapeLast(vertical.points);
  const x = reshape(horizontal.points, [-1, 1, attributes.cropSize[1]]);
  const inside = dyInside(dy, shape, boxes, boxInd, attributes);
  const all = ones(dy.shape.slice(0, 3));
  const slopes = corners(y, x, firstRowOf(boxInd, shape), shape).map(({places, weights, signs}) => {
    const pixels = sum(mul(readAt(mul(places, all), image), inside), -1);
    return [mul(mul(pixels, weights[1]), signs[0]), mul(mul(pixels, weights[0]), signs[1])] as const;
  });
  const dVertical = sum(
    slopes.map(([slope]) => slope).reduce((left, right) => add(left, right)),
    2,
  );
  const dHorizontal = sum(
    slopes.map(([, slope]) => slope).reduce((left, right) => add(left, right)),
    1,
  );
  const edges = [
    sum(mul(dVertical, vertical.byStart), 1),
    sum(mul(dHorizontal, horizontal.byStart), 1),
    sum(mul(dVertical, vertical.byEnd), 1),
    sum(mul(dHorizontal, horizontal.byEnd), 1),
  ];
  return stack(edges, 1);
}

/** Which boxes a suppression selects is piecewise constant. */
const suppressions = ['NonMaxSuppressionV3', 'NonMaxSuppressionV4'].map((kernelName) =>
  rule<NamedAttrMap, Tensor | Tensor[]>(kernelName, {inputs: ['boxes', 'scores']}, (_, saved) => {
    const [boxes, scores] = saved as [Tensor, Tensor];
    return {boxes: zerosOf(boxes), scores: zerosOf(scores)};
  }),
);

/**
 * A selected score is its box's own, times a weight where the suppression is soft. The weight depends on the boxes
 * alone, by their overlaps; as in TensorFlow, the boxes get no gradient.
 */
const suppressionWithScores = rule<NamedAttrMap, Tensor[]>(
  'NonMaxSuppressionV5',
  {inputs: ['boxes', 'scores'], outputs: [true, true]},
  ([, dScores], saved) => {
    const [boxes, scores, indices, selected] = saved as [Tensor, Tensor, Tensor, Tensor];
    return {
      boxes: zerosOf(boxes),
      scores: () => {
        const original = gather(scores, indices);
        const isZero = equal(original, 0);
        const weights = where(
          isZero,
          onesLike(selected),
          div(selected, where(isZero, onesLike(original), original)),
        );
        const updates = mul(dScores as Tensor, weights);
        return scatter(reshape(indices, [-1, 1]), updates, scores.shape);
      },
    };
  },
);

export const rules: readonly GradConfig[] = [
  ...resize('ResizeBilinear', bilinear),
  ...resize('ResizeNearestNeighbor', nearest),
  flipLeftRight,
  rotateWithOffset,
  transform,
  cropAndResize,
  ...suppressions,
  suppressionWithScores,
];
