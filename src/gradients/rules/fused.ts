/**
 * The fused kernels: a product or convolution, then a bias, then an activation. Graph models call them, and so does
 * `tf.fused` where no gradient is asked for. The bias and the activation weights are optional; our tape puts zeros in
 * the place of absent ones (see tape/optional-inputs.ts).
 */
import {
  add,
  broadcast_util,
  engine,
  matMul,
  mul,
  neg,
  relu,
  reshape,
  step,
  sub,
  sum,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {convolutionGradients, type ConvolutionFamily} from '../convolution-family.js';
import {rule, type InputGradients} from '../rule.js';
import {convolution2D, depthwiseConvolution2D} from './convolution.js';

interface FusedAttributes {
  readonly activation?: string | null;
  readonly leakyreluAlpha?: number;
  readonly dataFormat?: string;
}

/** What is known of an activation `y = activation(z)` when its gradient is computed. */
interface Activated {
  readonly y: Tensor;
  /** Computes it anew: only for activations whose output does not tell the sign of the input. */
  readonly z: () => Tensor;
  /** The slope below zero of prelu and leakyrelu. */
  readonly alpha: Tensor | number;
}

type ActivationGradient = (dy: Tensor, activated: Activated) => Tensor;

const linear: ActivationGradient = (dy) => dy;

/** The gradient with respect to the input of each activation that the fused kernels know. */
const activationGradients: Readonly<Record<string, ActivationGradient>> = {
  linear,
  relu: (dy, {y}) => mul(dy, step(y)),
  relu6: (dy, {y}) => mul(dy, mul(step(y), step(sub(6, y)))),
  // Above zero 1, below zero exp(z), which is y + 1.
  elu: (dy, {y}) => mul(dy, sub(1, relu(neg(y)))),
  sigmoid: (dy, {y}) => mul(dy, mul(y, sub(1, y))),
  leakyrelu: (dy, {y, z, alpha}) => slope(dy, typeof alpha === 'number' && alpha >= 0 ? y : z(), alpha),
  prelu: (dy, {z, alpha}) => slope(dy, z(), alpha),
};

/** `dy` above zero, `alpha · dy` below. */
function slope(dy: Tensor, sign: Tensor, alpha: Tensor | number): Tensor {
  const above = step(sign);
  return mul(dy, add(above, mul(alpha, sub(1, above))));
}

/** The product or convolution alone, and its two gradients. */
interface Product {
  readonly value: () => Tensor;
  readonly gradients: (dy: Tensor) => InputGradients;
}

/** A fused kernel whose first two inputs, called `names`, go into the product. */
function fusedRule<Attributes extends FusedAttributes>(
  kernelName: string,
  names: readonly [string, string],
  productOf: (left: Tensor, right: Tensor, attributes: Attributes) => Product,
): GradConfig {
  const saves = {inputs: [...names, 'bias', 'preluActivationWeights'], outputs: [true]};
  return rule<Attributes>(kernelName, saves, (dy, saved, attributes) => {
    const [left, right, bias, weights, y] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const activation = attributes.activation ?? 'linear';
    const product = productOf(left, right, attributes);
    const z = (): Tensor => add(product.value(), alongChannels(bias, attributes));
    const prelu = activation === 'prelu';
    const alpha = prelu ? alongChannels(weights, attributes) : (attributes.leakyreluAlpha ?? 0);
    const dz = (activationGradients[activation] ?? linear)(dy, {y, z, alpha});
    // prelu is alpha · min(z, 0) below zero.
    const dAlpha = (): Tensor => mul(dy, prelu ? neg(relu(neg(z()))) : 0);
    return {
      ...product.gradients(dz),
      bias: () => summedTo(dz, bias, attributes),
      preluActivationWeights: () => summedTo(dAlpha(), weights, attributes),
    };
  });
}

/** A bias or weights for each channel, in a shape that broadcasts with the output. */
function alongChannels(perChannel: Tensor, attributes: FusedAttributes): Tensor {
  return reshape(perChannel, broadcastShape(perChannel, attributes));
}

/** The transpose of the broadcast of {@link alongChannels}. */
function summedTo(dy: Tensor, perChannel: Tensor, attributes: FusedAttributes): Tensor {
  const shape = broadcastShape(perChannel, attributes);
  return reshape(sum(dy, broadcast_util.getReductionAxes(shape, dy.shape)), perChannel.shape);
}

/** With channels first, the kernels line up a vector with the channels, not with the last axis. */
function broadcastShape({shape, size}: Tensor, {dataFormat}: FusedAttributes): number[] {
  return dataFormat === 'NCHW' && shape.length === 1 ? [size, 1, 1] : shape;
}

function convolutionRule(kernelName: string, family: ConvolutionFamily): GradConfig {
  return fusedRule<FusedAttributes & NamedAttrMap>(kernelName, ['x', 'filter'], (x, filter, attributes) => {
    const {activation: _, leakyreluAlpha: __, ...window} = attributes;
    return {
      value: () => engine().runKernel(family.forward, {x, filter}, window),
      gradients: (dy) => ({...convolutionGradients(family, dy, [x, filter], window)}),
    };
  });
}

interface MatMulAttributes extends FusedAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matMulRule = fusedRule<MatMulAttributes>(
  '_FusedMatMul',
  ['a', 'b'],
  (a, b, {transposeA, transposeB}) => ({
    value: () => matMul(a, b, transposeA, transposeB),
    gradients: (dy) => ({
      a: () => toShapeOf(a, transposeA ? matMul(b, dy, transposeB, true) : matMul(dy, b, false, !transposeB)),
      b: () => toShapeOf(b, transposeB ? matMul(dy, a, true, transposeA) : matMul(a, dy, !transposeA, false)),
    }),
  }),
);

/** Sums over the batch dimensions in which an operand was broadcast. */
function toShapeOf(operand: Tensor, gradient: Tensor): Tensor {
  const axes = broadcast_util.getReductionAxes(operand.shape, gradient.shape);
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), operand.shape);
}

export const rules: readonly GradConfig[] = [
  convolutionRule('FusedConv2D', convolution2D),
  convolutionRule('FusedDepthwiseConv2D', depthwiseConvolution2D),
  matMulRule,
];
