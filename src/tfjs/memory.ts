/**
 * Memory of a backend of which the engine need not know.
 */
import {
  engine,
  type DataId,
  type KernelBackend,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

/** A copy, of any dtype but complex64, which has no elements of its own. */
export function copyMemory(backend: KernelBackend, {dataId, shape, dtype}: TensorInfo): DataId {
  return backend.write((backend.readSync(dataId) as TypedArray).slice(), shape, dtype);
}

/**
 * True if two memories are one array, or parts of one: on cpu, kernels that take a part of a tensor (Real, Imag, Slice…)
 * hand on what they have read. Of a complex number the parts count.
 */
export function shareArrays(backend: KernelBackend, a: DataId, b: DataId): boolean {
  const others = buffersOf(backend, b);
  return buffersOf(backend, a).some((buffer) => others.includes(buffer));
}

/** What the cpu backend keeps of a tensor. */
interface Kept {
  readonly values?: {readonly buffer?: ArrayBufferLike};
  readonly complexTensorInfos?: {readonly real: TensorInfo; readonly imag: TensorInfo} | null;
}

function buffersOf(backend: KernelBackend, dataId: DataId): ArrayBufferLike[] {
  const {data} = backend as {data?: {has(id: DataId): boolean; get(id: DataId): Kept}};
  // Asked for what it has not, or has no more, it would fetch it from another backend.
  const kept = data?.has(dataId) === true ? data.get(dataId) : undefined;
  const parts = kept?.complexTensorInfos;
  if (parts != null) return [parts.real, parts.imag].flatMap((part) => buffersOf(backend, part.dataId));
  return kept?.values?.buffer === undefined ? [] : [kept.values.buffer];
}

/** Gives back one reference to memory, of which the engine may know. */
export function releaseMemory(dataId: DataId, backend: KernelBackend): void {
  const running = engine();
  if (backend.disposeData(dataId) && running.state.tensorInfo.has(dataId))
    running.removeDataId(dataId, backend);
}
