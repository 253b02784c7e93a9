/**
 * Guards: a few comparisons tell whether a request is like one that was answered before, and find its inputs.
 */
import {Tensor, Variable} from '@tensorflow/tfjs-core';

import {isModel} from '../call/models.js';
import {isDisposed} from '../tfjs/engine.js';
import {isPlainObject, isTypedArray} from '../tree.js';

/** What a program is given: tensors, and numbers in the place of float32 scalars. */
export type Input = Tensor | number;

/** The inputs of a value that is like the one that the guard was made of; undefined where it is not. */
export type Guard = (value: unknown) => Input[] | undefined;

type Inputs = Array<Input | undefined>;
type Check = (value: unknown, inputs: Inputs) => boolean;

/**
 * A guard of `given`, as the caller gave it, of which `read` is what `f` received, and `tensors` the program's inputs.
 * Undefined where the comparison would be as long as reading the request again.
 */
export function guardOf(given: unknown, read: unknown, tensors: readonly Tensor[]): Guard | undefined {
  const found = new Set<number>();
  const check = new Guards(tensors, found).of(given, read);
  if (check === undefined || found.size !== tensors.length) return undefined;
  return (value) => {
    const inputs: Inputs = Array<undefined>(tensors.length).fill(undefined);
    return check(value, inputs) ? (inputs as Input[]) : undefined;
  };
}

class Guards {
  readonly #open = new Set<unknown>();

  constructor(
    readonly tensors: readonly Tensor[],
    readonly found: Set<number>,
  ) {}

  of(given: unknown, read: unknown): Check | undefined {
    if (given instanceof Variable) return (value) => value === given && !isDisposed(given);
    if (given instanceof Tensor) return this.#ofTensor(given);
    if (read instanceof Tensor) return typeof given === 'number' ? this.#ofNumber(read) : undefined;
    if (isModel(given)) return undefined;
    if (Array.isArray(given)) return this.#within(given, () => this.#ofArray(given, read));
    if (isPlainObject(given)) return this.#within(given, () => this.#ofRecord(given, read));
    // Its elements would have to be compared.
    if (isTypedArray(given)) return undefined;
    return (value) => Object.is(value, given);
  }

  /** Undefined for what contains itself. */
  #within(given: unknown, make: () => Check | undefined): Check | undefined {
    if (this.#open.has(given)) return undefined;
    this.#open.add(given);
    const check = make();
    this.#open.delete(given);
    return check;
  }

  #ofTensor(given: Tensor): Check | undefined {
    const index = this.tensors.indexOf(given);
    if (index < 0) return undefined;
    this.found.add(index);
    const {dtype, shape} = given;
    return (value, inputs) =>
      value instanceof Tensor &&
      value.dtype === dtype &&
      !isDisposed(value) &&
      !(value instanceof Variable) &&
      isSameShape(value.shape, shape) &&
      claim(inputs, index, value);
  }

  #ofNumber(read: Tensor): Check | undefined {
    const index = this.tensors.indexOf(read);
    if (index < 0) return undefined;
    this.found.add(index);
    return (value, inputs) => {
      if (typeof value !== 'number') return false;
      inputs[index] = value;
      return true;
    };
  }

  #ofArray(given: readonly unknown[], read: unknown): Check | undefined {
    const members = Array.isArray(read) ? (read as unknown[]) : [];
    const found = Array.from(given, (item, index) => this.of(item, members[index]));
    if (!allDefined(found)) return undefined;
    const checks: readonly Check[] = found;
    return (value, inputs) => {
      if (!Array.isArray(value) || value.length !== checks.length) return false;
      for (let index = 0; index < checks.length; index++) {
        if (!(checks[index] as Check)(value[index], inputs)) return false;
      }
      return true;
    };
  }

  #ofRecord(given: Readonly<Record<string, unknown>>, read: unknown): Check | undefined {
    const members = isPlainObject(read) ? read : {};
    const keys = Object.keys(given);
    const found = keys.map((key) => this.of(given[key], members[key]));
    if (!allDefined(found)) return undefined;
    const checks: readonly Check[] = found;
    return (value, inputs) => {
      if (!isPlainObject(value)) return false;
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
