/**
 * Arrays of numbers that are part of a signature by what they hold: `f` receives the very arrays, and may read in them
 * what no trace can see.
 */
import {hasShape, holdsNumbers, isNumberArray, shapeByFirst} from '../call/number-lists.js';

/** Up to so many numbers a signature shows them all. */
const MOST_SHOWN = 32;

export class LargeArray {
  /** What a signature has of it. */
  readonly text: string;

  constructor(
    readonly type: string,
    readonly shape: readonly number[],
    /** As they were when they were looked at. */
    readonly numbers: Float64Array,
  ) {
    this.text = `${type}[${shape.join()}] #${hashOf(numbers)}`;
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
    return new LargeArray(value.constructor.name, [value.length], Float64Array.from(value));
  }
  if (!Array.isArray(value) || !holdsNumbers(value)) return undefined;
  const shape = shapeByFirst(value);
  const size = shape.reduce((product, length) => product * length, 1);
  if (size <= MOST_SHOWN || !hasShape(value, shape)) return undefined;
  return new LargeArray('numbers', shape, Float64Array.from((value as unknown[]).flat(Infinity) as number[]));
}

/** The text of a number that tells apart the zeros. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Fowler, Noll and Vo's hash over the halves of the numbers. */
function hashOf(numbers: Float64Array): string {
  let hash = 0x811c9dc5;
  for (const half of new Uint32Array(numbers.buffer)) hash = Math.imul(hash ^ half, 0x01000193);
  return (hash >>> 0).toString(16);
}
