/**
 * Compares what a compiled program gives with what the tape has given, element by element.
 */
import {type Tensor, type TypedArray} from '@tensorflow/tfjs-core';
import {readTracked} from '../../tfjs/memory.js';

import {SMALLEST_NORMAL} from './tolerance.js';

/** The first element of an output that differs. */
export interface Difference {
  readonly output: number;
  readonly index: number;
  readonly found: unknown;
  readonly expected: unknown;
}

/** By how much an element may differ from the one expected, which is finite. */
export type Allowed = (expected: number, index: number) => number;

/** What the outputs of a call are compared by. */
export interface Tolerance {
  readonly relative: number;
  /** True if an element may differ by the tolerance of its output's typical element, too: what cancels is not measured. */
  readonly isOfScale: boolean;
}

/** True of two numbers that are the same, both NaN, or no further apart than allowed. */
export function isClose(found: number, expected: number, allowed: number): boolean {
  if (found === expected || (Number.isNaN(found) && Number.isNaN(expected))) return true;
  return Number.isFinite(expected) && Math.abs(found - expected) <= allowed;
}

/** Compares one output; integers, bools and strings have to be the same. */
export function differenceIn(
  output: number,
  found: Tensor,
  expected: Tensor,
  tolerance: Tolerance,
): Difference | undefined {
  if (found.dtype !== expected.dtype || String(found.shape) !== String(expected.shape))
    return {output, index: -1, found: typeOf(found), expected: typeOf(expected)};
  const [a, b] = [elementsOf(found), elementsOf(expected)];
  if (expected.dtype === 'string') return differenceInText(output, a, b);
  const allowed = allowedFor(expected, tolerance);
  const relative = isFloat(expected) ? tolerance.relative : 0;
  for (let index = 0; index < b.length; index++) {
    const [x, y] = [a[index] as number, b[index] as number];
    const distance = x === y ? 0 : Math.abs(x - y);
    // For nearly all: the rest is NaN, infinite, or differs.
    if (distance <= relative * Math.abs(y) && distance < Infinity) continue;
    if (!isClose(x, y, allowed(y, index))) return {output, index, found: x, expected: y};
  }
  return undefined;
}

/** True if two runs of one program gave the same, to the last bit; that is quickly seen. */
export function isSameAgain(first: Tensor, again: Tensor): boolean {
  const [a, b] = [elementsOf(first), elementsOf(again)];
  if (!(a instanceof Float32Array && b instanceof Float32Array)) return false;
  const [bits, others] = [bitsOf(a), bitsOf(b)];
  for (let index = 0; index < bits.length; index++) if (bits[index] !== others[index]) return false;
  return true;
}

function bitsOf({buffer, byteOffset, length}: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

function isFloat({dtype}: Tensor): boolean {
  return dtype === 'float32' || dtype === 'complex64';
}

function differenceInText(output: number, a: TypedArray, b: TypedArray): Difference | undefined {
  const index = Array.from(b).findIndex((text, at) => String(text) !== String(a[at]));
  return index < 0 ? undefined : {output, index, found: a[index], expected: b[index]};
}

/** What rounding explains, if nothing cancels. */
export function allowedFor(expected: Tensor, {relative, isOfScale}: Tolerance): Allowed {
  if (!isFloat(expected)) return () => 0;
  let scale: number | undefined;
  return (element) => {
    const own = relative * Math.abs(element) + SMALLEST_NORMAL;
    return isOfScale ? own + relative * (scale ??= typicalSize(elementsOf(expected))) : own;
  };
}

/** The root mean square of the finite elements. */
function typicalSize(elements: TypedArray): number {
  let sum = 0;
  for (const element of elements) if (Number.isFinite(element)) sum += element * element;
  return Math.sqrt(sum / Math.max(1, elements.length));
}

export function elementsOf({dataId}: Tensor): TypedArray {
  return readTracked(dataId);
}

function typeOf({dtype, shape}: Tensor): string {
  return `${dtype}[${String(shape)}]`;
}
