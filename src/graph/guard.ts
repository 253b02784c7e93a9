/**
 * Guards: a few comparisons tell whether a request is like one that was answered before, and find its inputs.
 */
import {Tensor, Variable, type TypedArray} from '@tensorflow/tfjs-core';

import type {Conversions} from '../call/leaves.js';
import {DEEPEST} from '../call/nesting.js';
import {copyNumbers, isNumberArray} from '../call/number-lists.js';
import {isDisposed} from '../tfjs/engine.js';
import {isPlainObject, isTypedArray, memberPath} from '../tree.js';
import {kindOf} from './kinds.js';
import {largeArrayIn} from './large-arrays.js';
import {guardOfModel} from './model-guard.js';
import type {Place} from './signature.js';

/**
 * What a program is given: tensors, numbers in the place of float32 scalars, and arrays in the place of float32 and int32
 * tensors, which are the caller's own and have to be copied.
 */
export type Input = Tensor | number | Float32Array | Int32Array;

/** The inputs of values that are like those that the guard was made of; undefined if they are not. */
export type Guard = (values: readonly unknown[]) => Input[] | undefined;

type Inputs = Array<Input | undefined>;
type Check = (value: unknown, inputs: Inputs) => boolean;

/** A check calls the next through a few frames of the stack: deeper structures are read anew at every call. */
const DEEPEST_GUARDED = DEEPEST / 20;

/**
 * A guard of what the caller gave at some places. `converted` tells which of it was read as one tensor, by the path at
 * which it was read: the guard must not guess that a second time, and has to account for every one of the program's
 * inputs. Undefined if the comparison would be as long as reading the request again.
 */
export function guardOf(
  places: readonly Place[],
  converted: Conversions,
  tensors: readonly Tensor[],
): Guard | undefined {
  const found = new Set<number>();
  const guards = new Guards(tensors, converted, found);
  const checks = places.map(([path, given]) => guards.of(given, path, 0));
  if (!allDefined(checks) || found.size !== tensors.length) return undefined;
  const checkAll = everyOf(checks);
  return (values) => {
    const inputs: Inputs = Array<undefined>(tensors.length).fill(undefined);
    return checkAll(values, inputs) ? (inputs as Input[]) : undefined;
  };
}

class Guards {
  constructor(
    readonly tensors: readonly Tensor[],
    readonly converted: Conversions,
    readonly found: Set<number>,
  ) {}

  of(given: unknown, path: string, depth: number): Check | undefined {
    if (depth > DEEPEST_GUARDED) return undefined;
    const tensor = this.converted.get(path);
    if (tensor !== undefined) return this.#ofConverted(given, tensor);
    const {kind, value} = kindOf(given);
    switch (kind) {
      case 'variable':
        return (other) => other === value && !isDisposed(value);
      case 'tensor':
        return this.#ofTensor(value);
      case 'numbers':
        return ofTypedArray(value);
      case 'list':
        return this.#isReadByParts(value, path)
          ? this.#ofList(value, path, depth)
          : (ofLargeArray(value) ?? this.#ofList(value, path, depth));
      case 'record':
        return this.#ofRecord(value, path, depth);
      case 'single':
        return (other) => Object.is(other, value);
      case 'model':
        return guardOfModel(value);
      // Their fields and entries would have to be compared one by one.
      case 'instance':
      case 'opaque':
      case 'text':
        return undefined;
    }
  }

  #ofTensor(given: Tensor): Check | undefined {
    const index = this.#find(given);
    const {dtype, shape} = given;
    if (index < 0) return undefined;
    return (value, inputs) =>
      value instanceof Tensor &&
      value.dtype === dtype &&
      !isDisposed(value) &&
      !(value instanceof Variable) &&
      isSameShape(value.shape, shape) &&
      claim(inputs, index, value);
  }

  /**
   * Numbers, lists and typed arrays each in the place of their like alone: whether a list around them is one tensor
   * depends on that.
   */
  #ofConverted(given: unknown, tensor: Tensor): Check | undefined {
    const index = this.#find(tensor);
    if (index < 0 || tensor.dtype !== 'float32') return undefined;
    const {shape, size} = tensor;
    if (typeof given === 'number') {
      return (value, inputs) => {
        if (typeof value !== 'number') return false;
        inputs[index] = value;
        return true;
      };
    }
    const read = Array.isArray(given)
      ? (value: unknown) => readList(value, shape, size)
      : (value: unknown) => readTypedArray(value, given, size);
    return (value, inputs) => (inputs[index] = read(value)) !== undefined;
  }

  #find(tensor: Tensor): number {
    const index = this.tensors.indexOf(tensor);
    if (index >= 0) this.found.add(index);
    return index;
  }

  /** True of numbers that became several tensors. */
  #isReadByParts(given: readonly unknown[], path: string): boolean {
    let first: unknown = given[0];
    let firstPath = memberPath(path, 0);
    while (Array.isArray(first) && !this.converted.has(firstPath)) {
      first = (first as readonly unknown[])[0];
      firstPath = memberPath(firstPath, 0);
    }
    return this.converted.has(firstPath);
  }

  #ofList(given: readonly unknown[], path: string, depth: number): Check | undefined {
    const checks = Array.from(given, (item, index) => this.of(item, memberPath(path, index), depth + 1));
    return allDefined(checks) ? everyOf(checks) : undefined;
  }

  #ofRecord(given: Readonly<Record<string, unknown>>, path: string, depth: number): Check | undefined {
    const keys = Object.keys(given);
    const found = keys.map((key) => this.of(given[key], pathOfMember(path, key), depth + 1));
    if (!allDefined(found)) return undefined;
    const checks: readonly Check[] = found;
    return (value, inputs) => {
      if (!isPlainObject(value) || Object.getOwnPropertySymbols(value).length > 0) return false;
      const names = Object.keys(value);
      return (
        names.length === keys.length &&
        checks.every(
          (check, index) => names[index] === keys[index] && check(value[names[index] as string], inputs),
        )
      );
    };
  }
}

/** `kwargs` are read under a path of their own. */
function pathOfMember(path: string, key: string): string {
  const found = memberPath(path, key);
  return found === 'options.kwargs' ? 'kwargs' : found;
}

function everyOf(checks: readonly Check[]): Check {
  return (value, inputs) => {
    if (!Array.isArray(value) || value.length !== checks.length) return false;
    for (let index = 0; index < checks.length; index++) {
      if (!(checks[index] as Check)(value[index], inputs)) return false;
    }
    return true;
  };
}

function readList(value: unknown, shape: readonly number[], size: number): Float32Array | undefined {
  if (!Array.isArray(value) || value.length !== shape[0]) return undefined;
  const elements = new Float32Array(size);
  return copyNumbers(value, shape, elements) === size ? elements : undefined;
}

function readTypedArray(value: unknown, like: unknown, size: number): Float32Array | undefined {
  if (!isNumberArray(value) || value.length !== size) return undefined;
  if (value.constructor !== (like as TypedArray).constructor) return undefined;
  return value instanceof Float32Array ? value : new Float32Array(value);
}

/** What is not differentiated reaches `f` as it is, so that its elements have to be the same. */
function ofTypedArray(given: TypedArray): Check {
  const elements = given.slice();
  return (value) =>
    isTypedArray(value) &&
    value.constructor === elements.constructor &&
    value.length === elements.length &&
    isSameElements(value, elements);
}

function isSameElements(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  for (let index = 0; index < one.length; index++) if (!Object.is(one[index], other[index])) return false;
  return true;
}

function ofLargeArray(given: readonly unknown[]): Check | undefined {
  const array = largeArrayIn(given);
  if (array === undefined) return undefined;
  const {shape, numbers} = array.copied();
  return (value) => readsAs(value, shape, numbers, 0, 0) === numbers.length;
}

/** Compares arrays of numbers of a shape with others, in order: -1 at the first that differs, else where it ended. */
function readsAs(
  value: unknown,
  shape: readonly number[],
  numbers: ArrayLike<number>,
  start: number,
  depth: number,
): number {
  if (depth === shape.length) return Object.is(value, numbers[start]) ? start + 1 : -1;
  if (!Array.isArray(value) || value.length !== shape[depth]) return -1;
  let end = start;
  for (let index = 0; index < value.length && end >= 0; index++)
    end = readsAs(value[index], shape, numbers, end, depth + 1);
  return end;
}

function isSameShape(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  for (let axis = 0; axis < one.length; axis++) if (one[axis] !== other[axis]) return false;
  return true;
}

/** Each input is one tensor, and each tensor one input, as it was when the program was traced. */
function claim(inputs: Inputs, index: number, tensor: Tensor): boolean {
  if (inputs[index] !== undefined) return inputs[index] === tensor;
  if (inputs.includes(tensor)) return false;
  inputs[index] = tensor;
  return true;
}

function allDefined(checks: ReadonlyArray<Check | undefined>): checks is readonly Check[] {
  return !checks.includes(undefined);
}
