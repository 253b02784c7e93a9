/** Running kernels by their names, and what to do on a backend that lacks one. */
import {
  engine,
  getBackend,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

export type RunKernel = (kernelName: string, inputs: NamedTensorMap, attributes: NamedAttrMap) => Tensor;

export const run: RunKernel = (kernelName, inputs, attributes) =>
  engine().runKernel(kernelName, inputs, attributes);

/** Runs a kernel, or does the same by other operations on a backend that has no such kernel. */
export function runOrElse(
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: NamedAttrMap,
  otherwise: () => Tensor,
): Tensor {
  const config = getKernel(kernelName, getBackend()) as KernelConfig | undefined;
  return config === undefined ? otherwise() : run(kernelName, inputs, attributes);
}
