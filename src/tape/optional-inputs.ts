/**
 * Optional inputs that were not given.
 *
 * tfjs records them (the scale of a batchNorm, the bias of a fused convolution) as undefined, and trips over them
 * when it saves the inputs of the kernel or walks the tape back.
 */
import {onesLike, type Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../engine.js';

type Inputs = Record<string, Tensor>;

/** Of the kernels with optional inputs, what to record in the place of those that are absent. */
const substitutes: Readonly<Record<string, (inputs: Inputs) => Partial<Inputs>>> = {
  FusedBatchNorm: ({variance}) => ({scale: onesLike(variance as Tensor)}),
  FusedConv2D: () => ({}),
  FusedDepthwiseConv2D: () => ({}),
  _FusedMatMul: () => ({}),
};

/** The call with every absent input left out, or replaced by a tensor that stands for it. */
export function withPresentInputs(call: KernelCall, kernelName: string): KernelCall {
  const substitute = substitutes[kernelName];
  if (substitute === undefined) return call;
  const given = Object.entries(call.inputs).filter(([, input]) => (input as Tensor | null) != null);
  const inputs = Object.fromEntries([...Object.entries(substitute(call.inputs)), ...given]) as Inputs;
  return {...call, inputs};
}
