/**
 * Tensors of the cpu backend whose elements stand elsewhere until somebody asks for them.
 *
 * The backend keeps an entry for each data id, of which everything reads `values`. Here that is an accessor: who reads it, a
 * kernel or `dataSync`, gets an array, which from then on is the tensor's. Read off tfjs 4.22.
 */
import {getBackend, type DataId, type KernelBackend, type TypedArray} from '@tensorflow/tfjs-core';

interface Entry {
  values?: unknown;
  readonly refCount: number;
}

interface Store {
  has(dataId: DataId): boolean;
  get(dataId: DataId): Entry;
}

/** Whose accessor an entry has. */
const owners = new WeakMap<Entry, LazyValues>();

export class LazyValues {
  /** What somebody has read; undefined as long as nobody has, and the elements are elsewhere. */
  #array: TypedArray | undefined;

  private constructor(
    readonly dataId: DataId,
    readonly entry: Entry,
    readonly read: () => TypedArray,
  ) {}

  /** The tensor that has this data id alone, with elements that `read` gives; undefined of what is not the cpu backend's. */
  static of(backend: KernelBackend, dataId: DataId, read: () => TypedArray): LazyValues | undefined {
    const {data} = backend as KernelBackend & {readonly data?: Store};
    const entry = getBackend() === 'cpu' && data?.has(dataId) === true ? data.get(dataId) : undefined;
    return entry === undefined || entry.refCount !== 1 ? undefined : new LazyValues(dataId, entry, read);
  }

  /** True if nobody has asked for the elements: then nobody has moved, assigned or written to them either. */
  isUnread(dataId: DataId): boolean {
    return this.dataId === dataId && this.#array === undefined && owners.get(this.entry) === this;
  }

  /** True if no clone refers to the same elements. */
  get isAlone(): boolean {
    return this.entry.refCount === 1;
  }

  /** From now on, `read` gives the elements. */
  forget(): void {
    this.#array = undefined;
    if (owners.get(this.entry) === this) return;
    owners.set(this.entry, this);
    Object.defineProperty(this.entry, 'values', {
      get: () => (this.#array ??= this.read()),
      set: (values: TypedArray) => {
        this.#array = values;
      },
      configurable: true,
      enumerable: true,
    });
  }

  /** Gives the elements back, for good. */
  settle(): void {
    if (owners.get(this.entry) !== this) return;
    const value = (this.#array ??= this.read());
    owners.delete(this.entry);
    Object.defineProperty(this.entry, 'values', {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}
