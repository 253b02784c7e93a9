/**
 * Arguments with other tensors in the place of theirs: what `f` is called with under a trace.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {hasEntries, kindOf, type Instance} from './kinds.js';

export interface Substituted {
  readonly value: unknown;
  /** The copies of class instances, maps and sets, which stand for the caller's own. */
  readonly copies: ReadonlySet<unknown>;
}

/**
 * A copy with tensors replaced. Every list and object is copied once, so that what stands in several places, or within
 * itself, does so in the copy; models are passed as they are, and so is what has no members.
 */
export function substitute(value: unknown, replacements: ReadonlyMap<Tensor, Tensor>): Substituted {
  const walk = new Substitution(replacements);
  return {value: walk.of(value), copies: walk.copies};
}

class Substitution {
  readonly copies = new Set<unknown>();
  readonly #made = new Map<unknown, unknown>();

  constructor(readonly replacements: ReadonlyMap<Tensor, Tensor>) {}

  of(given: unknown): unknown {
    const made = this.#made.get(given);
    if (made !== undefined) return made;
    const {kind, value} = kindOf(given);
    switch (kind) {
      case 'tensor':
        return this.replacements.get(value) ?? value;
      case 'list':
        return this.#list(value);
      case 'record':
        return this.#fields(value, {}, Object.keys(value));
      case 'instance':
        return this.#instance(value);
      case 'model':
      case 'numbers':
      case 'opaque':
      case 'single':
      case 'text':
      case 'variable':
        return given;
    }
  }

  #list(items: readonly unknown[]): unknown[] {
    const list: unknown[] = [];
    this.#made.set(items, list);
    for (let index = 0; index < items.length; index++) list.push(this.of(items[index]));
    return list;
  }

  #instance(value: object): object {
    const prototype = Object.getPrototypeOf(value) as object | null;
    const copy: object = value instanceof Map ? new Map() : value instanceof Set ? new Set() : {};
    Object.setPrototypeOf(copy, prototype);
    this.copies.add(copy);
    this.#fields(value, copy, Reflect.ownKeys(value));
    if (hasEntries(value)) this.#entries(value, copy);
    return copy;
  }

  /** What a getter gives stands in the copy as it was then. */
  #fields(value: object, copy: object, keys: readonly PropertyKey[]): object {
    this.#made.set(value, copy);
    for (const key of keys) {
      const {enumerable, configurable, writable} = Object.getOwnPropertyDescriptor(value, key) ?? {};
      const field = {value: this.of((value as Instance)[key]), enumerable, configurable, writable};
      Object.defineProperty(copy, key, {...field, writable: writable ?? true});
    }
    return copy;
  }

  #entries(value: Map<unknown, unknown> | Set<unknown>, copy: object): void {
    if (value instanceof Set) value.forEach((item) => Set.prototype.add.call(copy, this.of(item)));
    else value.forEach((item, key) => Map.prototype.set.call(copy, this.of(key), this.of(item)));
  }
}
