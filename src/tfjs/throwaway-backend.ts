/**
 * A backend of numbers, on which something can be tried at import, before there is another one. The engine, its
 * registries and its backends are afterwards as they were.
 */
import {
  backend as currentBackend,
  env,
  KernelBackend,
  registerKernel,
  unregisterKernel,
  type DataId,
  type DataType,
  type GradConfig,
  type KernelFunc,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import {internals, type BackendOfEngine, type Running} from './internals.js';
import {checking, unsupported} from './refusal.js';
import {gradientRegistry} from './registry.js';
import {replacing} from './replacing.js';

/** Named apart from tfjs's, as users may have given those another gradient. */
const names = {product: 'CheckProduct', exponential: 'CheckExponential'};

export const throwawayName = 'tfjs-value-and-gradient-check';

class Numbers extends KernelBackend {
  readonly #numbers = new Map<DataId, number>();

  override write(values: Parameters<KernelBackend['write']>[0]): DataId {
    const dataId = {};
    this.#numbers.set(dataId, Number(values[0]));
    return dataId;
  }

  override readSync(dataId: DataId): Float32Array {
    return Float32Array.of(this.#numbers.get(dataId) ?? NaN);
  }

  override disposeData(dataId: DataId): boolean {
    return this.#numbers.delete(dataId);
  }

  override numDataIds(): number {
    return this.#numbers.size;
  }
}

/** The kernels that the engine itself runs, and two that {@link product} and {@link exponential} run. */
const kernels: Readonly<Record<string, (a: number, b: number) => number>> = {
  Identity: (x) => x,
  Cast: (x) => x,
  Add: (a, b) => a + b,
  [names.product]: (a, b) => a * b,
  [names.exponential]: Math.exp,
};

const gradients: readonly GradConfig[] = [
  {kernelName: 'Identity', gradFunc: (dy) => ({x: () => product(dy as Tensor, one())})},
  {kernelName: 'Cast', gradFunc: (dy) => ({x: () => product(dy as Tensor, one())})},
  {
    kernelName: 'Add',
    gradFunc: (dy) => ({a: () => product(dy as Tensor, one()), b: () => product(dy as Tensor, one())}),
  },
  {
    kernelName: names.product,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => ({
      a: () => product(dy as Tensor, b as Tensor),
      b: () => product(dy as Tensor, a as Tensor),
    }),
  },
  {
    kernelName: names.exponential,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({x: () => product(dy as Tensor, y as Tensor)}),
  },
];

export function product(a: Tensor, b: Tensor): Tensor {
  return internals().runKernel(names.product, {a, b}) as Tensor;
}

/** Saves its output, as tfjs's own does. */
export function exponential(x: Tensor): Tensor {
  return internals().runKernel(names.exponential, {x}) as Tensor;
}

export function numberAsTensor(value: number): Tensor {
  return internals().makeTensor(Float32Array.of(value), [], 'float32');
}

function one(): Tensor {
  return numberAsTensor(1);
}

/** Runs `f` on the backend, in a state of its own. */
export function onThrowawayBackend<T>(f: () => T): T {
  const running: Running & BackendOfEngine = internals();
  const backend = new Numbers();
  const state = new (running.state.constructor as new () => Running['state'])();
  const place: Partial<Running & BackendOfEngine> = {
    state,
    backendName: throwawayName,
    backendInstance: backend,
    pendingBackendInit: null,
  };
  // In debug mode the engine times every kernel, by the backend that it had before. Read first, so that it is known.
  env().getBool('DEBUG');
  return replacing(env().getFlags(), {DEBUG: false}, () =>
    replacing(running, place, () =>
      withKernels(() => {
        const found = checking('setting tf.engine().backendInstance', currentBackend);
        if (found !== backend) throw unsupported('tf.engine().backendInstance is not its backend');
        return withGradients(f);
      }),
    ),
  );
}

function withKernels<T>(f: () => T): T {
  for (const [kernelName, compute] of Object.entries(kernels)) {
    registerKernel({kernelName, backendName: throwawayName, kernelFunc: kernelOf(compute)});
  }
  try {
    return f();
  } finally {
    for (const kernelName of Object.keys(kernels)) unregisterKernel(kernelName, throwawayName);
  }
}

function kernelOf(compute: (a: number, b: number) => number): KernelFunc {
  return ({inputs, backend}): TensorInfo => {
    const [a = NaN, b = NaN] = Object.values(inputs).map(
      (input) => (backend as Numbers).readSync((input as TensorInfo).dataId)[0],
    );
    const dataId = (backend as Numbers).write(Float32Array.of(compute(a, b)));
    return {dataId, shape: [], dtype: 'float32' satisfies DataType};
  };
}

function withGradients<T>(f: () => T): T {
  const registry = gradientRegistry();
  const before = gradients.map(({kernelName}) => [kernelName, registry.get(kernelName)] as const);
  for (const config of gradients) registry.set(config.kernelName, config);
  try {
    return f();
  } finally {
    for (const [kernelName, config] of before) {
      if (config === undefined) registry.delete(kernelName);
      else registry.set(kernelName, config);
    }
  }
}
