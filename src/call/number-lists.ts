/**
 * Numbers in nested arrays, and in typed ones.
 */
import type {TypedArray} from '@tensorflow/tfjs-core';

import {isTypedArray} from '../tree.js';

export type NestedNumbers = number | NestedNumbers[];

/** True of an array with a number somewhere and nothing but numbers in it, at any depth. */
export function holdsNumbers(array: readonly unknown[]): array is NestedNumbers[] {
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    if (typeof item !== 'number' && !(Array.isArray(item) && holdsNumbers(item))) return false;
  }
  return array.length > 0;
}

/** True of a typed array of what JavaScript computes with as numbers, which bigints are not. */
export function isNumberArray(value: unknown): value is TypedArray {
  return isTypedArray(value) && (value.length === 0 || typeof value[0] === 'number');
}

/** The shape of numbers in rectangular arrays, going by the first of each; no more axes than asked for. */
export function shapeByFirst(numbers: unknown, mostAxes = Infinity): number[] {
  const shape: number[] = [];
  for (let first = numbers; Array.isArray(first) && shape.length < mostAxes; first = first[0] as unknown)
    shape.push(first.length);
  return shape;
}

/** True if arrays have the lengths of a shape, whatever the innermost hold. */
export function hasLengths(value: unknown, shape: readonly number[], depth = 0): boolean {
  if (!Array.isArray(value) || value.length !== shape[depth]) return false;
  return depth === shape.length - 1 || value.every((item) => hasLengths(item, shape, depth + 1));
}

/** True if arrays of numbers have a shape throughout. */
export function hasShape(value: NestedNumbers, shape: readonly number[], depth = 0): boolean {
  if (!Array.isArray(value)) return depth === shape.length;
  return value.length === shape[depth] && value.every((item) => hasShape(item, shape, depth + 1));
}

/** Receives elements in order. */
interface Sink {
  [index: number]: number;
}

/** Copies arrays of numbers of a shape; -1 if it is another, or anything in it is not a number. Else where it ended. */
export function copyNumbers(
  value: unknown,
  shape: readonly number[],
  target: Sink,
  start = 0,
  depth = 0,
): number {
  if (!Array.isArray(value) || value.length !== shape[depth]) return -1;
  const items: readonly unknown[] = value;
  if (depth === shape.length - 1) return copyRow(items, target, start);
  let end = start;
  for (let index = 0; index < items.length && end >= 0; index++)
    end = copyNumbers(items[index], shape, target, end, depth + 1);
  return end;
}

function copyRow(row: readonly unknown[], target: Sink, start: number): number {
  for (let index = 0; index < row.length; index++) {
    const item = row[index];
    if (typeof item !== 'number') return -1;
    target[start + index] = item;
  }
  return start + row.length;
}
