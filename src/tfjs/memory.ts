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

/** Gives back one reference to memory, of which the engine may know. */
export function releaseMemory(dataId: DataId, backend: KernelBackend): void {
  const running = engine();
  if (backend.disposeData(dataId) && running.state.tensorInfo.has(dataId))
    running.removeDataId(dataId, backend);
}
