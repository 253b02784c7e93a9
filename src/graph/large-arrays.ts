/**
 * Arrays of numbers that are part of a signature by what they hold: `f` receives the very arrays, and may read in them
 * what no trace can see.
 */
import {copyNumbers, hasLengths, isNumberArray, shapeByFirst} from '../call/number-lists.js';

/** Up to so many numbers a signature shows them all. */
const MOST_SHOWN = 32;

/** More axes than any tensor has: what is nested deeper may hold itself. */
const MOST_AXES = 8;

export class LargeArray {
  /** What a signature has of it. */
  readonly text: string;

  constructor(
    readonly type: string,
    readonly shape: readonly number[],
    /** The caller's own, if the array is a typed one. */
    readonly numbers: ArrayLike<number>,
  ) {
    this.text = `${type}[${shape.join()}] #${hashOf(numbers)}`;
  }

  /** The same, whatever the caller writes into the array. */
  copied(): LargeArray {
    return new LargeArray(this.type, this.shape, Float64Array.from(this.numbers));
  }

  /** True if the other has the same numbers, whatever the hashes say. */
  equals({type, shape, numbers}: LargeArray): boolean {
    if (type !== this.type || String(shape) !== String(this.shape)) return false;
    for (let index = 0; index < numbers.length; index++) {
      if (!Object.is(numbers[index], this.numbers[index])) return false;
    }
    return true;
  }
}

/** A copy of an array, typed or rectangular, of many numbers; undefined for anything else. */
export function largeArrayIn(value: ArrayLike<unknown>): LargeArray | undefined {
  if (isNumberArray(value)) {
    if (value.length <= MOST_SHOWN) return undefined;
    return new LargeArray(value.constructor.name, [value.length], value);
  }
  if (!Array.isArray(value)) return undefined;
  const shape = shapeByFirst(value, MOST_AXES + 1);
  const size = shape.reduce((product, length) => product * length, 1);
  if (size <= MOST_SHOWN || shape.length > MOST_AXES || !hasLengths(value, shape)) return undefined;
  const numbers = new Float64Array(size);
  return copyNumbers(value, shape, numbers) === size ? new LargeArray('numbers', shape, numbers) : undefined;
}

/** The text of a number that tells apart the zeros. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Of more numbers a hash takes some here and there. */
const MOST_HASHED = 2048;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** Fowler, Noll and Vo's hash over the halves of the numbers. */
function hashOf(numbers: ArrayLike<number>): string {
  const step = Math.ceil(numbers.length / MOST_HASHED);
  let hash = 0x811c9dc5;
  for (let index = 0; index < numbers.length; index += step) {
    double[0] = numbers[index] as number;
    hash = Math.imul(hash ^ (halves[0] as number), 0x01000193);
    hash = Math.imul(hash ^ (halves[1] as number), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
