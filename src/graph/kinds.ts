/**
 * The kinds of values among the arguments of a graph function: what of each is part of a call.
 */
import {Tensor, Variable, type TypedArray} from '@tensorflow/tfjs-core';

import {isModel, type Model} from '../call/models.js';
import {isPlainObject, isTypedArray} from '../tree.js';

export type Instance = Readonly<Record<PropertyKey, unknown>>;

export type Kind =
  | {readonly kind: 'variable'; readonly value: Variable}
  | {readonly kind: 'tensor'; readonly value: Tensor}
  | {readonly kind: 'model'; readonly value: Model}
  | {readonly kind: 'list'; readonly value: readonly unknown[]}
  | {readonly kind: 'record'; readonly value: Readonly<Record<string, unknown>>}
  | {readonly kind: 'numbers'; readonly value: TypedArray}
  /** Known by a text: dates and the like. */
  | {readonly kind: 'text'; readonly value: object; readonly text: string}
  /** Fields of its own, and the entries of a Map or Set. */
  | {readonly kind: 'instance'; readonly value: object}
  /** An object whose state cannot be seen. */
  | {readonly kind: 'opaque'; readonly value: object}
  /** Compared as a whole: what is not an object, and functions, which are known by themselves. */
  | {readonly kind: 'single'; readonly value: unknown};

export function kindOf(value: unknown): Kind {
  if (typeof value !== 'object' || value === null) return {kind: 'single', value};
  if (value instanceof Variable) return {kind: 'variable', value};
  if (value instanceof Tensor) return {kind: 'tensor', value};
  if (isModel(value)) return {kind: 'model', value};
  if (Array.isArray(value)) return {kind: 'list', value};
  if (isTypedArray(value)) return {kind: 'numbers', value};
  if (isPlainObject(value) && Object.getOwnPropertySymbols(value).length === 0)
    return {kind: 'record', value};
  return kindOfInstance(value);
}

function kindOfInstance(value: object): Kind {
  const text = textOf(value);
  if (text !== undefined && Reflect.ownKeys(value).length <= ownKeysOfText(value))
    return {kind: 'text', value, text};
  return {kind: isOpaque(value) ? 'opaque' : 'instance', value};
}

function textOf(value: object): string | undefined {
  if (value instanceof Date) return `Date ${value.getTime()}`;
  if (value instanceof RegExp) return `RegExp ${JSON.stringify([String(value), value.lastIndex])}`;
  if (typeof URL === 'function' && value instanceof URL) return `URL ${JSON.stringify(value.href)}`;
  return undefined;
}

/** A RegExp has its lastIndex; in some versions of Node a URL has symbols. */
function ownKeysOfText(value: object): number {
  return value instanceof Date ? 0 : value instanceof RegExp ? 1 : Infinity;
}

/** True of a map or set as such: without fields it may still have entries. */
export function hasEntries(value: object): value is Map<unknown, unknown> | Set<unknown> {
  return value instanceof Map || value instanceof Set;
}

function isOpaque(value: object): boolean {
  if (isHostObject(value) || hasPrivateFields(value)) return true;
  return Reflect.ownKeys(value).length === 0 && !hasEntries(value);
}

/** True of objects with a state that no field shows, though somebody may have given them fields. */
function isHostObject(value: object): boolean {
  const hidden = [
    Promise,
    WeakMap,
    WeakSet,
    ArrayBuffer,
    DataView,
    ...(typeof SharedArrayBuffer === 'function' ? [SharedArrayBuffer] : []),
    ...(typeof WeakRef === 'function' ? [WeakRef] : []),
    ...(typeof EventTarget === 'function' ? [EventTarget] : []),
  ];
  return hidden.some((type) => value instanceof type);
}

/** Private fields in a class's source, and what compilers put in their place. */
const privateFields = /\.#[A-Za-z_$]|#[\w$]+ in |_?classPrivate(Field|Method)|__private(Get|Set|Add)/;
const withPrivateFields = new WeakMap<object, boolean>();

/** Private fields cannot be seen, and a copy of the object would not have them; the sources of its classes tell. */
function hasPrivateFields(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || prototype === Object.prototype) return false;
  const known = withPrivateFields.get(prototype);
  if (known !== undefined) return known;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  const own = typeof made === 'function' && privateFields.test(Function.prototype.toString.call(made));
  const found = own || hasPrivateFields(prototype);
  withPrivateFields.set(prototype, found);
  return found;
}
