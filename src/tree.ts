import type {TypedArray} from '@tensorflow/tfjs-core';

import {isModel} from './call/models.js';

/**
 * Nested structures: arrays and plain objects, to any depth, around leaves. A path names a place in one: `args[1].scale`.
 */
export type Structure<Leaf> = Leaf | readonly Structure<Leaf>[] | {readonly [key: string]: Structure<Leaf>};

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** The path of the member `key` of what stands at `path`. */
export function memberPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** A structure of the same form with every leaf mapped: a model, or whatever is neither an array nor a plain object. */
export function mapStructure<Out>(
  value: unknown,
  path: string,
  leaf: (value: unknown, path: string) => Out,
): Structure<Out> {
  if (Array.isArray(value)) {
    // Array.from, as map would pass over holes.
    return Array.from(value, (item: unknown, index) => mapStructure(item, memberPath(path, index), leaf));
  }
  if (!isPlainObject(value) || isModel(value)) return leaf(value, path);
  return mapRecord(value, (member, key) => mapStructure(member, memberPath(path, key), leaf));
}

/** A plain object with the same keys; `__proto__` among them is a key like any other. */
export function mapRecord<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (member: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, member]) => [key, map(member, key)]));
}

/**
 * The same for any value: what is neither an array nor a plain object passes through `leaf`, and what stands in several
 * places, or within itself, is mapped once.
 */
export function mapAnything(
  value: unknown,
  leaf: (value: unknown) => unknown,
  mapped = new Map<unknown, unknown>(),
): unknown {
  if (mapped.has(value)) return mapped.get(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    mapped.set(value, list);
    for (const item of value as unknown[]) list.push(mapAnything(item, leaf, mapped));
    return list;
  }
  if (!isPlainObject(value) || isModel(value)) return leaf(value);
  const record: Record<string, unknown> = {};
  mapped.set(value, record);
  for (const [key, member] of Object.entries(value)) {
    const entry = {
      value: mapAnything(member, leaf, mapped),
      enumerable: true,
      writable: true,
      configurable: true,
    };
    Object.defineProperty(record, key, entry);
  }
  return record;
}

/**
 * The path of the first place that is found, for an error message. `isFound` is told within which arrays and objects the
 * place is; what stands within itself is not entered again.
 */
export function findPath(
  value: unknown,
  path: string,
  isFound: (value: unknown, within: readonly unknown[]) => boolean,
  within: readonly unknown[] = [],
): string | undefined {
  if (isFound(value, within)) return path;
  const isList = Array.isArray(value);
  if (within.includes(value) || !(isList || isPlainObject(value))) return undefined;
  const inside = [...within, value];
  for (const [key, member] of Object.entries(value)) {
    const found = findPath(member, memberPath(path, isList ? Number(key) : key), isFound, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}
