/**
 * Fused kernels: a product or convolution, then a bias, then an activation. Layers and converted graph models use them.
 *
 * Their bias and activation weights are optional, which the tape cannot save, and each backend takes other forms of
 * them. And while a gradient is taken, tfjs runs `tf.fused.*`, where the activation is linear, as customGrads that know
 * nothing of the call's attributes: they refuse dilation and NCHW, and go wrong on broadcast batches and single images.
 * So on our tape they are their parts.
 */
import {
  add,
  elu,
  engine,
  leakyRelu,
  prelu,
  relu,
  relu6,
  reshape,
  sigmoid,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../tfjs/kernel-runner.js';
import {scopeName} from '../tfjs/scopes.js';

interface FusedCall extends KernelCall {
  readonly attrs: NamedAttrMap & {
    readonly activation?: string | null;
    readonly leakyreluAlpha?: number;
    readonly dataFormat?: string;
  };
}

/** Of each fused kernel the one that makes the product. */
const products: Readonly<Record<string, string>> = {
  FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2D: 'DepthwiseConv2dNative',
  _FusedMatMul: 'BatchMatMul',
};

const activations: Readonly<
  Record<string, (x: Tensor, weights: Tensor | undefined, alpha: number) => Tensor>
> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  relu6: (x) => relu6(x),
  elu: (x) => elu(x),
  sigmoid: (x) => sigmoid(x),
  leakyrelu: (x, _, alpha) => leakyRelu(x, alpha),
  prelu: (x, weights) => prelu(x, weights as Tensor),
};

/** The scopes of the operations whose customGrads run plainly. */
const scopes: ReadonlySet<string> = new Set([
  'fusedConv2d__op',
  'fusedDepthwiseConv2d__op',
  'fusedMatMul__op',
]);

/** True of the kernels that have no gradient of their own, as they are recorded by their parts. */
export function isFused(kernelName: string): boolean {
  return kernelName in products;
}

/** The result of a fused operation, recorded by its parts; undefined where the call is of no such kind. */
export function runUnfused(call: KernelCall): Tensor | undefined {
  const {kernelName, forwardFunc} = call;
  if (kernelName !== undefined)
    return isFused(kernelName) ? byParts(kernelName, call as FusedCall) : undefined;
  if (forwardFunc === undefined || !scopes.has(scopeName() ?? '')) return undefined;
  return forwardFunc(undefined, () => undefined);
}

function byParts(kernelName: string, {inputs, attrs}: FusedCall): Tensor {
  const {bias, preluActivationWeights: weights, ...operands} = inputs;
  const {activation, leakyreluAlpha, ...rest} = attrs;
  const activate = activations[activation ?? 'linear'];
  if (activate === undefined) throw new Error(`${kernelName}: unknown activation '${String(activation)}'.`);
  const product: Tensor = engine().runKernel(products[kernelName] as string, operands, rest);
  const biased = bias == null ? product : add(product, alongChannels(bias, attrs));
  return activate(biased, weights && alongChannels(weights, attrs), leakyreluAlpha ?? 0.2);
}

/** With channels first, the kernels line up a vector with the channels, not with the last axis. */
function alongChannels(perChannel: Tensor, {dataFormat}: FusedCall['attrs']): Tensor {
  return dataFormat === 'NCHW' && perChannel.rank === 1
    ? reshape(perChannel, [perChannel.size, 1, 1])
    : perChannel;
}
