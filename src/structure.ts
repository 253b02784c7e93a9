import {isModel} from './models.js';

/**
 * Nested structures: arrays and plain objects, to any depth, around leaves. A path names a place in one: `args[1].scale`.
 */
export type Structure<Leaf> = Leaf | readonly Structure<Leaf>[] | {readonly [key: string]: Structure<Leaf>};

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
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
    return value.map((item: unknown, index) => mapStructure(item, memberPath(path, index), leaf));
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
