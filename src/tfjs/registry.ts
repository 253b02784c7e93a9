/**
 * tfjs's global registries. Their public functions neither list the gradients nor replace a kernel.
 */
import {getKernelsForBackend, type GradConfig, type KernelConfig} from '@tensorflow/tfjs-core';

export interface TfjsGlobals {
  readonly _tfGlobals?: Map<string, Map<string, GradConfig>>;
}

export function gradientRegistry(): Map<string, GradConfig> {
  return (globalThis as TfjsGlobals)._tfGlobals?.get('gradRegistry') ?? new Map<string, GradConfig>();
}

type KernelFunction = KernelConfig['kernelFunc'];

/** Runs `f` with other functions in the place of all kernels of a backend. */
export function replacingKernels<T>(
  backendName: string,
  replace: (config: KernelConfig, kernelFunc: KernelFunction) => KernelFunction,
  f: () => T,
): T {
  // The registry hands out its own objects, from which the engine takes what it calls.
  const kernels = getKernelsForBackend(backendName).map((config) => ({
    config,
    kernelFunc: config.kernelFunc,
  }));
  for (const {config, kernelFunc} of kernels) config.kernelFunc = replace(config, kernelFunc);
  try {
    return f();
  } finally {
    for (const {config, kernelFunc} of kernels) config.kernelFunc = kernelFunc;
  }
}
