/**
 * Results that are the caller's own.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {clone, isOwnedByScope} from '../tfjs/engine.js';

/** Hands out tensors of which none is an argument, a tensor of somebody else, or handed out before. */
export class Ownership {
  readonly results: Tensor[] = [];
  readonly #taken = new Set<Tensor>();

  /** Leaves these to whom they belong. */
  leave(tensors: readonly Tensor[]): void {
    for (const tensor of tensors) this.#taken.add(tensor);
  }

  /** The tensor itself where it is free, else a clone. tfjs clones for 2.5 µs, hence only there. */
  own<T extends Tensor>(tensor: T): T {
    const free = isOwnedByScope(tensor) && !this.#taken.has(tensor);
    const result = free ? tensor : (clone(tensor) as T);
    this.#taken.add(result);
    this.results.push(result);
    return result;
  }

  /** Owns what is a tensor and lets the rest pass. */
  readonly ownAny = (value: unknown): unknown => (value instanceof Tensor ? this.own(value) : value);
}
