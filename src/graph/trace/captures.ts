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

import {keepsArrays} from '../../tfjs/engine.js';
import {hostValues} from '../../tfjs/host-values.js';
import {releaseMemory, backendOf, retainMemory, writeMemory} from '../../tfjs/memory.js';
import {sizeOf} from '../passes/rewrite.js';
import {noteElements, type Elements} from './elements.js';

/** A captured tensor. Its memory lives until {@link releaseConstants}. */
export interface Constant extends TensorInfo {
  /** The memory that was captured, which this is, or is a copy of. */
  readonly source: DataId;
  /** The backend that holds the copy, of which the engine knows nothing. */
  readonly copiedBy: KernelBackend | undefined;
  /** What was noted of the elements before they were uploaded; undefined where a graphics card had them already. */
  readonly noted: Elements | undefined;
  /** The elements, if a kernel is about to upload them and they are few: the machine may want them. */
  readonly before?: TypedArray | undefined;
}

/** GPUs leave it to the cpu to compute with so few elements; larger arrays are uploaded by the kernel that reads them. */
const MOST_LEFT_TO_CPU = 128;

/** Of larger arrays no copy is held for a program that may never run on the machine. */
const MOST_COPIED = 1 << 16;

/**
 * Takes a tensor of the current backend, as a copy where it may share the memory of the typed array that it was made of,
 * which its owner may fill anew. What a graphics card has is held, and never read.
 */
export function takeConstant(tensor: TensorInfo): Constant {
  const {dataId, shape, dtype} = tensor;
  const backend = currentBackend();
  const described = {shape: [...shape], dtype, source: dataId};
  const values = dtype === 'complex64' ? undefined : hostValues(backend, dataId);
  const noted = keepsArrays() ? undefined : noteElements(values);
  if (values === undefined || !mayShareArrays(shape)) {
    retainMemory(backend, dataId);
    const isCopied = !keepsArrays() && dtype !== 'string' && sizeOf(shape) <= MOST_COPIED;
    return {...described, dataId, copiedBy: undefined, noted, before: isCopied ? values?.slice() : undefined};
  }
  return {...described, dataId: writeMemory(backend, values.slice(), shape, dtype), copiedBy: backend, noted};
}

/** True on the cpu, and on a GPU of what it does not upload; WebAssembly has memory of its own. */
function mayShareArrays(shape: readonly number[]): boolean {
  const backendName = getBackend();
  return backendName === 'cpu' || (backendName !== 'wasm' && sizeOf(shape) <= MOST_LEFT_TO_CPU);
}

/** The elements of a captured tensor, unless a graphics card has them. */
export function elementsOf({dataId, copiedBy}: Constant): TypedArray | undefined {
  const backend = copiedBy ?? backendOf(dataId);
  return backend && hostValues(backend, dataId);
}

/** The element of a captured scalar, unless a graphics card has had it for long. */
export function singleValue(constant: Constant): number | undefined {
  const known = constant.noted?.uniform;
  return known ?? elementsOf(constant)?.[0];
}

/** The captured tensor without its memory, to be compared with others when that is gone. */
export function noteOf(constant: Constant): Constant {
  const noted = constant.noted ?? noteElements(elementsOf(constant));
  return {...constant, copiedBy: undefined, noted, before: undefined};
}

/** True where two captured tensors hold the same: by their memory, their elements, or what was noted of these. */
export function sameElements(one: Constant, other: Constant): boolean {
  if (one.dataId === other.dataId) return true;
  if (one.noted !== undefined || other.noted !== undefined)
    return one.noted?.fingerprint === other.noted?.fingerprint || isUploadedSince(one, other);
  const [a, b] = [elementsOf(one), elementsOf(other)];
  // Another tensor on the card: f has captured one that is replaced between its calls.
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((value, index) => isSame(value, b[index]));
}

/** True of one tensor that has been uploaded between two traces, after which its elements cannot change. */
function isUploadedSince(one: Constant, other: Constant): boolean {
  return one.source === other.source && (one.noted === undefined || other.noted === undefined);
}

/** The elements of a tensor of strings are their bytes. */
function isSame(one: unknown, other: unknown): boolean {
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return Object.is(one, other);
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Gives back the memory of captured tensors. */
export function releaseConstants(constants: readonly Constant[]): void {
  for (const {dataId, copiedBy} of constants) {
    const backend = copiedBy ?? backendOf(dataId);
    if (backend !== undefined) releaseMemory(dataId, backend);
  }
}
