import {isPlainObject, isTypedArray, mapRecord} from '../../tree.js';

/** A copy that later changes do not reach: `f` may use the arrays again that it gives to an operation. */
export function snapshot(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snapshot);
  if (isTypedArray(value)) return value.slice();
  return isPlainObject(value) ? mapRecord(value, snapshot) : value;
}
