/**
 * What a trace has captured: tensors that neither the call brings nor a kernel makes, as they were then.
 */
import {
  backend as currentBackend,
  getBackend,
  type DataId,
  type KernelBackend,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

import {
  backendOf,
  copyMemory,
  readMemory,
  readTracked,
  releaseMemory,
  retainMemory,
} from '../../tfjs/memory.js';
import {sizeOf} from '../passes/rewrite.js';

/** A captured tensor. Its memory lives until {@link releaseConstants}. */
export interface Constant extends TensorInfo {
  /** The memory that was captured, which this is, or is a copy of. */
  readonly source: DataId;
  /** The backend that holds the copy, of which the engine knows nothing. */
  readonly copiedBy: KernelBackend | undefined;
}

/** GPUs leave it to the cpu to compute with so few elements. */
const MOST_LEFT_TO_CPU = 128;

/**
 * Takes a tensor of the current backend, as a copy where it may share the memory of the typed array that it was made of,
 * which its owner may fill anew.
 */
export function takeConstant(tensor: TensorInfo): Constant {
  const {dataId, shape, dtype} = tensor;
  const backend = currentBackend();
  const described = {shape: [...shape], dtype, source: dataId};
  if (!mayShareArrays(shape) || dtype === 'complex64') {
    retainMemory(backend, dataId);
    return {...described, dataId, copiedBy: undefined};
  }
  return {...described, dataId: copyMemory(backend, tensor), copiedBy: backend};
}

/** True on the cpu, and on a GPU of what it does not upload; WebAssembly has memory of its own. */
function mayShareArrays(shape: readonly number[]): boolean {
  const backendName = getBackend();
  return backendName === 'cpu' || (backendName !== 'wasm' && sizeOf(shape) <= MOST_LEFT_TO_CPU);
}

/** The elements of a captured tensor. */
export function readConstant({dataId, copiedBy}: Constant): TypedArray {
  return copiedBy === undefined ? readTracked(dataId) : readMemory(copiedBy, dataId);
}

/** Gives back the memory of captured tensors. */
export function releaseConstants(constants: readonly Constant[]): void {
  for (const {dataId, copiedBy} of constants) {
    const backend = copiedBy ?? backendOf(dataId);
    if (backend !== undefined) releaseMemory(dataId, backend);
  }
}
