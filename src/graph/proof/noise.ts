/**
 * Rounding errors at random: a run in which every result is off by about as much as rounding it may have made it (stochastic
 * arithmetic; J. Vignes, "A stochastic arithmetic for reliable scientific computation", 1993).
 */
import {
  getKernel,
  type DataId,
  type TensorInfo,
  backend as currentBackend,
  getBackend,
} from '@tensorflow/tfjs-core';
import {freeMemory, readMemory, writeMemory} from '../../tfjs/memory.js';

import {keepsArrays} from '../../tfjs/engine.js';
import {sizeOf} from '../passes/rewrite.js';
import type {Node} from '../program/program.js';
import type {Probe} from './probed-run.js';
import {EPSILON, isExact, termsOf} from './tolerance.js';

/** Kernels of tfjs that are approximations, and by how much they are off: erf, by formula 7.1.26 of Abramowitz and Stegun. */
const approximate: Readonly<Record<string, number>> = {Erf: 1.5e-7};

/** Beyond it float32, as which some backends and kernels hold int32, has no odd numbers. */
const LARGEST_EXACT = 2 ** 24;

/** What is added to a number: `relative` of it, and `absolute`, with either sign. */
interface Size {
  readonly relative: number;
  readonly absolute: number;
}

/** Rounding errors of one run. They are the same for the same seed, and no draws of `Math.random`, which are the user's. */
export class Noise implements Probe {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** What a sum reads: an order of its own rounds as though each of its terms were off, by more the more there are. */
  reads(node: Node, operand: TensorInfo): DataId | undefined {
    const terms = termsOf(node);
    return terms === 1
      ? undefined
      : this.#perturbed(operand, {relative: EPSILON * Math.sqrt(terms), absolute: 0});
  }

  makes(node: Node, made: TensorInfo): DataId | undefined {
    return isExact(node)
      ? undefined
      : this.#perturbed(made, {relative: EPSILON, absolute: approximate[node.kernel] ?? 0});
  }

  #perturbed(info: TensorInfo, size: Size): DataId | undefined {
    if (sizeOf(info.shape) === 0) return undefined;
    if (keepsArrays()) return this.#perturbedArray(info, size);
    return info.dtype === 'float32' ? this.#perturbedByKernels(info, size) : undefined;
  }

  #perturbedArray({dataId, shape, dtype}: TensorInfo, size: Size): DataId | undefined {
    if (dtype !== 'float32' && dtype !== 'int32') return undefined;
    const backend = currentBackend();
    const elements = readMemory(backend, dataId).slice();
    const perturb = dtype === 'float32' ? this.#float : this.#int;
    for (let index = 0; index < elements.length; index++)
      elements[index] = perturb(elements[index] as number, size);
    return writeMemory(backend, elements, shape, dtype);
  }

  /** A zero may have either sign. */
  readonly #float = (element: number, {relative, absolute}: Size): number => {
    const sign = this.#sign();
    return element === 0 && absolute === 0
      ? 0 * sign
      : element + sign * (Math.abs(element) * relative + absolute);
  };

  readonly #int = (element: number, {relative}: Size): number =>
    Math.abs(element) < LARGEST_EXACT
      ? element
      : Math.round(element + this.#sign() * Math.abs(element) * relative);

  /** The same by the backend's own product, where tensors are no arrays. */
  #perturbedByKernels(info: TensorInfo, {relative}: Size): DataId {
    const backend = currentBackend();
    const factors = Float32Array.from({length: sizeOf(info.shape)}, () => 1 + this.#sign() * relative);
    const dataId = writeMemory(backend, factors, info.shape, 'float32');
    const inputs = {a: info, b: {dataId, shape: info.shape, dtype: info.dtype}};
    try {
      const made = getKernel('Multiply', getBackend()).kernelFunc({inputs, backend, attrs: {}});
      return (made as TensorInfo).dataId;
    } finally {
      freeMemory(backend, dataId);
    }
  }

  /** 1 or -1, by xorshift (G. Marsaglia, 2003). */
  #sign(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state < 0 ? -1 : 1;
  }
}
