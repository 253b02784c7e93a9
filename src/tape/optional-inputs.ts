/**
 * Optional inputs that were not given. tfjs records the scale and the offset of a batchNorm without them as undefined,
 * and trips over them when it saves the inputs of the kernel or walks the tape back.
 */
import {onesLike, type Tensor} from '@tensorflow/tfjs-core';

import type {KernelCall} from '../tfjs/kernel-runner.js';

/** The call of a batchNorm with a scale, which its gradient asks for, and without an absent offset. */
export function withPresentInputs(call: KernelCall): KernelCall {
  const given = Object.entries(call.inputs).filter(([, input]) => (input as Tensor | null) != null);
  const inputs: Record<string, Tensor> = Object.fromEntries(given);
  inputs['scale'] ??= onesLike(inputs['variance'] as Tensor);
  return {...call, inputs};
}
