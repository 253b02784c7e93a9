/**
 * Points, checked.
 */
import {describe} from '../errors.js';

/** Throws unless `x` is an array of `size` numbers. */
export function checkPoint(path: string, x: unknown, size: number): void {
  const length = isArrayLike(x) ? x.length : undefined;
  if (length === size) return;
  const found = length === undefined ? describe(x) : `${length} numbers`;
  throw new RangeError(
    `objective: ${path}: expected an array of ${size} numbers, got ${found}. A point has size numbers, in the order of flatten(args).`,
  );
}

function isArrayLike(x: unknown): x is ArrayLike<number> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && 'length' in x);
}
