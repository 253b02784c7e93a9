/**
 * Gradients of image operations. A resampling to the nearest pixel is asked itself which pixels it reads, by resampling
 * the pixels' numbers: so rounding and edges are each backend's own.
 */
import {
  add,
  clipByValue,
  engine,
  mul,
  ones,
  range,
  reshape,
  stack,
  sub,
  sum,
  tensor,
  unstack,
  zeros,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {addAt, addAtPoints, placesImage, reshapeLast, slopesAt} from '../operations/resampling.js';
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

const transform = rule<TransformAttributes>(
  'Transform',
  {inputs: ['image', 'transforms']},
  (dy, saved, attributes) => {
    const [image, transforms] = saved as [Tensor, Tensor];
    const {shape} = image;
    const isNearest = attributes.interpolation === 'nearest';
    return {
      image: () => {
        if (isNearest) {
          const inputs = {image: placesImage(shape), transforms};
          return addAt(run('Transform', inputs, {...attributes, fillValue: 0}), dy, shape);
        }
        const {y, x} = sourceOf(transforms, shape, attributes);
        return addAtPoints(y.points, x.points, firstRows(shape), dy, shape);
      },
      // Which pixel is nearest is piecewise constant.
      transforms: () =>
        isNearest ? zeros(transforms.shape) : transformsGradient(dy, image, transforms, attributes),
    };
  },
);

/** The slope of the image between the pixels around each point, carried to the entries of the matrices. */
function transformsGradient(
  dy: Tensor,
  image: Tensor,
  transforms: Tensor,
  attributes: TransformAttributes,
): Tensor {
  const {shape} = image;
  const {y, x, toTransforms} = sourceOf(transforms, shape, attributes);
  // Pixels outside have the fill value: without it they are 0, and what is between them has the same slope.
  const filled = sub(image, attributes.fillMode === 'constant' ? attributes.fillValue : 0);
  const {vertical, horizontal} = slopesAt(y.points, x.points, firstRows(shape), filled, dy);
  return toTransforms(vertical, horizontal);
}

/** The row at which each image of a batch begins. */
function firstRows([batch = 1, height = 1]: number[]): Tensor {
  return mul(reshape(range(0, batch), [batch, 1, 1]), height);
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
  const slopes = slopesAt(y, x, firstRowOf(boxInd, shape), image, inside);
  const dVertical = sum(slopes.vertical, 2);
  const dHorizontal = sum(slopes.horizontal, 1);
  const edges = [
    sum(mul(dVertical, vertical.byStart), 1),
    sum(mul(dHorizontal, horizontal.byStart), 1),
    sum(mul(dVertical, vertical.byEnd), 1),
    sum(mul(dHorizontal, horizontal.byEnd), 1),
  ];
  return stack(edges, 1);
}

export const rules: readonly GradConfig[] = [
  ...resize('ResizeBilinear', bilinear),
  ...resize('ResizeNearestNeighbor', nearest),
  flipLeftRight,
  rotateWithOffset,
  transform,
  cropAndResize,
];
