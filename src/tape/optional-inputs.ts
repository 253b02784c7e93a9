/**
 * Optional inputs that were not given.
 *
 * tfjs records them (the scale of a batchNorm, the bias of a fused convolution) as undefined, and trips over them
 * when it saves the inputs of the kernel or walks the tape back.
 */
import {onesLike, zeros, type Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../engine.js';

interface Call extends KernelCall {
  readonly attrs?: {readonly transposeB?: boolean};
}

/** Makes what stands for an absent input. */
type Substitute = (call: Call) => Tensor;

/** A bias of nothing, for each of the output's channels: the form of a bias that every backend takes. */
const noBias = (channels: (filter: readonly number[]) => number): Substitute => {
  return ({inputs: {filter}}) => zeros([channels((filter as Tensor).shape)]);
};

/** The weights of prelu, which the kernels do not look at with other activations. */
const noWeights: Substitute = () => zeros([]);

/** Of the kernels with optional inputs, those which the gradient asks for, by the names of the inputs. */
const substitutes: Readonly<Record<string, Readonly<Record<string, Substitute>>>> = {
  FusedBatchNorm: {scale: ({inputs: {variance}}) => onesLike(variance as Tensor)},
  FusedConv2D: {
    bias: noBias(([, , , outputs = 1]) => outputs),
    preluActivationWeights: noWeights,
  },
  FusedDepthwiseConv2D: {
    bias: noBias(([, , inputs = 1, multiplier = 1]) => inputs * multiplier),
    preluActivationWeights: noWeights,
  },
  _FusedMatMul: {
    bias: ({inputs: {b}, attrs}) =>
      zeros([(b as Tensor).shape.at(attrs?.transposeB === true ? -2 : -1) ?? 1]),
    preluActivationWeights: noWeights,
  },
};

/** The call with every absent input left out, or replaced by a tensor that stands for it. */
export function withPresentInputs(call: KernelCall, kernelName: string): KernelCall {
  const substitutesOfKernel = substitutes[kernelName];
  if (substitutesOfKernel === undefined) return call;
  const given = Object.entries(call.inputs).filter(([, input]) => (input as Tensor | null) != null);
  const inputs: Record<string, Tensor> = Object.fromEntries(given);
  for (const [name, substitute] of Object.entries(substitutesOfKernel)) inputs[name] ??= substitute(call);
  return {...call, inputs};
}
