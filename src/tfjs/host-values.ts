/**
 * What a backend has at hand of a tensor, without a wait for a graphics card.
 *
 * A tensor that was made of numbers stays a JavaScript array until a kernel uploads it: in `texData` on webgl, in `tensorMap`
 * on webgpu and tfjs-node, in `data` on cpu. Read off tfjs 4.22.
 */
import type {DataId, KernelBackend, TypedArray} from '@tensorflow/tfjs-core';

import {keepsArrays} from './engine.js';

interface Entry {
  readonly values?: TypedArray | null;
  /** Where the card has it: on webgl, and on webgpu of two versions. */
  readonly texture?: object | null;
  readonly resource?: object | null;
  readonly bufferInfo?: {readonly buffer?: object | null};
}

interface Stores {
  readonly texData?: Store;
  readonly tensorMap?: Store;
  readonly data?: Store;
}

interface Store {
  has(dataId: DataId): boolean;
  get(dataId: DataId): Entry | undefined;
}

/** True if the elements can be read without a wait. */
export function isOnHost(backend: KernelBackend, dataId: DataId): boolean {
  return keepsArrays() || hostValues(backend, dataId) !== undefined;
}

/** The elements, which may be the caller's own array; undefined where the card has them, or may have. */
export function hostValues(backend: KernelBackend, dataId: DataId): TypedArray | undefined {
  if (keepsArrays()) return backend.readSync(dataId) as TypedArray;
  const {texData, tensorMap, data} = backend as KernelBackend & Stores;
  const store = texData ?? tensorMap ?? data;
  // Asked for what it has not, it would fetch it from another backend.
  const entry = store?.has(dataId) === true ? store.get(dataId) : undefined;
  if (entry?.values == null) return undefined;
  const onCard = entry.texture ?? entry.resource ?? entry.bufferInfo?.buffer;
  return onCard == null ? entry.values : undefined;
}
