/** Gradients of normalizations. */
import {
  add,
  avgPool,
  backend_util,
  div,
  engine,
  getBackend,
  mul,
  neg,
  pow,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  tensor,
  type GradConfig,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import {showShape} from '../../errors.js';
import {keepsArrays} from '../../tfjs/engine.js';
import {rule} from '../rule.js';

/** `x` summed over the axes along which a tensor of `shape` was broadcast to it. */
function sumTo(x: Tensor, shape: number[]): Tensor {
  return reshape(sum(x, backend_util.getReductionAxes(shape, x.shape)), shape);
}

interface BatchNormAttributes {
  readonly varianceEpsilon?: number;
}

/**
 * tfjs's own gradient fits mean, variance, offset and scale of rank 1 or of x's full shape only; the operation
 * broadcasts them. The offset is not saved, as tfjs cannot save an input that is absent: its shape is the mean's.
 */
const batchNorm = rule<BatchNormAttributes>(
  'FusedBatchNorm',
  {inputs: ['x', 'mean', 'variance', 'scale']},
  (dy, saved, {varianceEpsilon = 0.001}) => {
    const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor];
    if (keepsArrays() && !isTrailing(mean.shape, x.shape)) throw repeated(mean.shape, x.shape);
    const perDeviation = rsqrt(add(variance, varianceEpsilon));
    const centered = sub(x, mean);
    const dyScaled = mul(dy, scale);
    const dx = mul(dyScaled, perDeviation);
    return {
      x: () => reshape(dx, x.shape),
      mean: () => neg(sumTo(dx, mean.shape)),
      variance: () => sumTo(mul(mul(dx, centered), mul(square(perDeviation), -0.5)), variance.shape),
      scale: () => sumTo(mul(dy, mul(centered, perDeviation)), scale.shape),
      offset: () => sumTo(dy, mean.shape),
    };
  },
);

/** True if a tensor of `shape` is broadcast to `whole` by repeating it as a block: along its first axes alone. */
function isTrailing(shape: readonly number[], whole: readonly number[]): boolean {
  const first = shape.findIndex((size) => size !== 1);
  if (first === -1) return true;
  const block = shape.slice(first);
  return block.every((size, axis) => size === whole[whole.length - block.length + axis]);
}

/** The kernels of cpu and wasm repeat the statistics as a block, whatever their shape; those of the GPUs broadcast. */
function repeated(mean: readonly number[], x: readonly number[]): Error {
  return new Error(
    `tf.batchNorm: on the ${getBackend()} backend tfjs takes statistics of shape ${showShape(mean)} for x of shape ${showShape(x)} ` +
      'in a wrong order, so that neither its value nor a gradient of it is right (batchNormalization with an axis other than ' +
      'the last). Transpose x so that the channels are last, or use the webgl backend.',
  );
}

interface ResponseAttributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** The sum over the channels within `depthRadius` of each: an average of windows of as many pixels as are inside. */
function sumOfNeighbours(x: Tensor, depthRadius: number): Tensor {
  const channels = x.shape[x.shape.length - 1] ?? 1;
  const radius = Math.min(depthRadius, channels - 1);
  if (radius === 0) return reshape(x, x.shape);
  const columns: Tensor4D = reshape(x, [-1, channels, 1, 1]);
  const pad: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [radius, radius],
    [0, 0],
    [0, 0],
  ];
  const counts = Array.from(
    {length: channels},
    (_, channel) => Math.min(channel + radius, channels - 1) - Math.max(channel - radius, 0) + 1,
  );
  const averages = avgPool(columns, [2 * radius + 1, 1], 1, pad);
  return reshape(mul(averages, tensor(counts, [1, channels, 1, 1])), x.shape);
}

/** As below. tfjs's kernel, written to webgl with the digits of beta in it, does not compile for a whole number. */
const response = rule<ResponseAttributes>(
  'LRN',
  {inputs: ['x'], outputs: [true]},
  (dy, saved, {depthRadius, bias, alpha, beta}) => {
    const [x, y] = saved as [Tensor, Tensor];
    return {
      x: () => {
        const attributes = {depthRadius, bias, alpha, beta};
        if (!Number.isInteger(beta)) return engine().runKernel<Tensor>('LRNGrad', {x, y, dy}, attributes);
        const norm = add(mul(sumOfNeighbours(square(x), depthRadius), alpha), bias);
        const along = sumOfNeighbours(div(mul(y, dy), norm), depthRadius);
        return sub(mul(dy, pow(norm, -beta)), mul(mul(x, along), 2 * alpha * beta));
      },
    };
  },
);

/**
 * LRNGrad is, with N the sum over neighbouring channels and n = bias + alpha N(x²),
 * `dy n^-beta - 2 alpha beta x N(y dy / n)`, where y is an input of its own.
 */
const responseGrad = rule<ResponseAttributes>(
  'LRNGrad',
  {inputs: ['x', 'y', 'dy']},
  (ddx, saved, {depthRadius, bias, alpha, beta}) => {
    const [x, y, dy] = saved as [Tensor, Tensor, Tensor];
    const neighbours = (z: Tensor): Tensor => sumOfNeighbours(z, depthRadius);
    const norm = add(mul(neighbours(square(x)), alpha), bias);
    const perNorm = pow(norm, -1);
    const damping = pow(norm, -beta);
    const factor = -2 * alpha * beta;
    const along = mul(neighbours(mul(ddx, x)), perNorm);
    return {
      dy: () => add(mul(ddx, damping), mul(mul(y, along), factor)),
      y: () => mul(mul(dy, along), factor),
      x: () => {
        const direct = mul(mul(ddx, neighbours(mul(mul(y, dy), perNorm))), factor);
        const byDamping = mul(mul(mul(ddx, dy), mul(damping, perNorm)), -beta);
        const byDivision = mul(mul(mul(y, dy), mul(along, perNorm)), -factor);
        const throughNorm = mul(neighbours(add(byDamping, byDivision)), mul(x, 2 * alpha));
        return add(direct, throughNorm);
      },
    };
  },
);

export const rules: readonly GradConfig[] = [batchNorm, response, responseGrad];
