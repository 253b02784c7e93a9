/**
 * The memory of a backend: what tensors stand for by a data id. The engine need not know of it.
 */
import type {DataId, DataType, KernelBackend, Tensor, TensorInfo, TypedArray} from '@tensorflow/tfjs-core';
import {backend as currentBackend} from '@tensorflow/tfjs-core';

import {internals} from './internals.js';

/** New memory with one reference to it. */
export function writeMemory(
  backend: KernelBackend,
  elements: TypedArray,
  shape: readonly number[],
  dtype: DataType,
): DataId {
  return backend.write(elements, shape as number[], dtype);
}

/** The elements, of any dtype but string and complex64. Waits for a GPU. */
export function readMemory(backend: KernelBackend, dataId: DataId): TypedArray {
  return backend.readSync(dataId) as TypedArray;
}

/** A copy, of any dtype but complex64, which has no elements of its own. */
export function copyMemory(backend: KernelBackend, {dataId, shape, dtype}: TensorInfo): DataId {
  return backend.write(readMemory(backend, dataId).slice(), shape, dtype);
}

/** Takes one more reference to memory. */
export function retainMemory(backend: KernelBackend, dataId: DataId): void {
  backend.incRef(dataId);
}

/** Gives back one reference to memory of which the engine does not know. */
export function freeMemory(backend: KernelBackend, dataId: DataId): void {
  backend.disposeData(dataId);
}

/**
 * True if two memories are one array, or parts of one: kernels that take a part of a tensor (Real, Imag, Slice…) hand on what
 * they have read, on cpu, and on webgl of what it leaves to cpu kernels. Of a complex number the parts count.
 */
export function shareArrays(backend: KernelBackend, a: DataId, b: DataId): boolean {
  const others = buffersOf(backend, b);
  return buffersOf(backend, a).some((buffer) => others.includes(buffer));
}

/** What a backend keeps of a tensor in arrays: cpu of every one, webgl of those that the card does not have. */
interface Kept {
  readonly values?: {readonly buffer?: ArrayBufferLike} | null;
  readonly complexTensorInfos?: {readonly real: TensorInfo; readonly imag: TensorInfo} | null;
}

interface Store {
  has(id: DataId): boolean;
  get(id: DataId): Kept;
}

function buffersOf(backend: KernelBackend, dataId: DataId): ArrayBufferLike[] {
  const {data, texData} = backend as {data?: Store; texData?: Store};
  const store = texData ?? data;
  // Asked for what it has not, or has no more, it would fetch it from another backend.
  const kept = store?.has(dataId) === true ? store.get(dataId) : undefined;
  const parts = kept?.complexTensorInfos;
  if (parts != null) return [parts.real, parts.imag].flatMap((part) => buffersOf(backend, part.dataId));
  return kept?.values?.buffer === undefined ? [] : [kept.values.buffer];
}

/** Gives back one reference to memory, of which the engine may know. */
export function releaseMemory(dataId: DataId, backend: KernelBackend): void {
  const running = internals();
  if (backend.disposeData(dataId) && running.state.tensorInfo.has(dataId))
    running.removeDataId(dataId, backend);
}

/** The elements of what the engine knows, on whichever backend it is. */
export function readTracked(dataId: DataId): TypedArray {
  return internals().readSync(dataId);
}

/** The backend that has memory of which the engine knows. */
export function backendOf(dataId: DataId): KernelBackend | undefined {
  return internals().state.tensorInfo.get(dataId)?.backend;
}

/** True of memory that several tensors, or others, refer to. */
export function isShared(dataId: DataId): boolean {
  const backend = backendOf(dataId);
  return backend !== undefined && backend.refCount(dataId) > 1;
}

/** A tensor of the innermost scope over elements that nobody writes to. */
export function tensorOf(elements: TypedArray, shape: readonly number[], dtype: DataType): Tensor {
  return internals().makeTensor(elements, shape as number[], dtype);
}

/** A tensor of the innermost scope over memory, of which it takes over one reference. */
export function tensorOver(info: TensorInfo, backend: KernelBackend): Tensor {
  return internals().makeTensorFromTensorInfo(info, backend);
}

/** Takes memory from a tensor that the engine knows: the tensor is disposed, the memory stays. */
export function takeMemory(tensor: Tensor): void {
  const backend = currentBackend();
  backend.incRef(tensor.dataId);
  tensor.dispose();
  internals().removeDataId(tensor.dataId, backend);
}
