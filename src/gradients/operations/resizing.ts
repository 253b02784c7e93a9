/**
 * Gradients of resized images.
 *
 * The kernels of tfjs's gradients do not know half-pixel centers. On the cpu backend that of a bilinear resize returns
 * images with height and width exchanged, and that of a nearest one reads other images' gradients. Where corners are
 * aligned and the image is one pixel high or wide, the nearest one searches for ever, and the bilinear one does not
 * compile on webgl. Where they do not serve, the resize is a matrix from the left and one from the right, and its
 * gradient their transposes.
 */
import {cast, engine, matMul, reshape, tensor2d, transpose, type Tensor} from '@tensorflow/tfjs-core';

export interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: readonly [number, number];
}

/** The pixels, along one axis, that one pixel of the result is made of. */
export type Sampling = (
  place: number,
  ratio: number,
  attributes: ResizeAttributes,
) => ReadonlyArray<readonly [place: number, weight: number]>;

export const bilinear: Sampling = (place, ratio, {halfPixelCenters}) => {
  const source = halfPixelCenters ? ratio * (place + 0.5) - 0.5 : ratio * place;
  const before = Math.max(Math.floor(source), 0);
  return [
    [before, 1 - (source - before)],
    [Math.ceil(source), source - before],
  ];
};

export const nearest: Sampling = (place, ratio, {alignCorners, halfPixelCenters}) => {
  const source = halfPixelCenters ? ratio * (place + 0.5) : ratio * place;
  return [[alignCorners ? Math.round(source) : Math.floor(source), 1]];
};

/** The gradient of a resize with respect to the images, by tfjs's kernel where that is right. */
export function resizeGradient(
  kernelName: string,
  sampling: Sampling,
  dy: Tensor,
  images: Tensor,
  attributes: ResizeAttributes,
): Tensor {
  if (!isServed(sampling, images.shape, attributes))
    return byMatrices(sampling, dy, images.shape, attributes);
  // The kernels' results are of the dtype of the images, whose values they do not read.
  const inputs = {dy, images: cast(images, 'float32')};
  return reshape(engine().runKernel<Tensor>(kernelName, inputs, {...attributes}), images.shape);
}

function isServed(
  sampling: Sampling,
  [batch, height, width]: readonly number[],
  {alignCorners, halfPixelCenters}: ResizeAttributes,
): boolean {
  if (halfPixelCenters || (alignCorners && (height === 1 || width === 1))) return false;
  return sampling === bilinear || batch === 1;
}

function byMatrices(
  sampling: Sampling,
  dy: Tensor,
  shape: readonly number[],
  attributes: ResizeAttributes,
): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const [newHeight, newWidth] = attributes.size;
  const rows = matrix(sampling, newHeight, height, attributes);
  const columns = matrix(sampling, newWidth, width, attributes);
  const rowsLast = reshape(transpose(dy, [0, 3, 2, 1]), [batch * channels * newWidth, newHeight]);
  const tall = reshape(matMul(rowsLast, rows), [batch, channels, newWidth, height]);
  const columnsLast = reshape(transpose(tall, [0, 1, 3, 2]), [batch * channels * height, newWidth]);
  const whole = reshape(matMul(columnsLast, columns), [batch, channels, height, width]);
  return transpose(whole, [0, 2, 3, 1]);
}

/** One row for each pixel of the result, one column for each of the image. */
function matrix(sampling: Sampling, newSize: number, size: number, attributes: ResizeAttributes): Tensor {
  const isAligned = attributes.alignCorners && newSize > 1;
  const ratio = isAligned ? (size - 1) / (newSize - 1) : size / newSize;
  const entries = new Float32Array(newSize * size);
  for (let place = 0; place < newSize; place++) {
    for (const [source, weight] of sampling(place, ratio, attributes)) {
      const index = place * size + Math.min(Math.max(source, 0), size - 1);
      entries[index] = (entries[index] ?? 0) + weight;
    }
  }
  return tensor2d(entries, [newSize, size]);
}
