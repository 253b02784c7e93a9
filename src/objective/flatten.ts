/**
 * Arguments as one flat array of float64: numbers and arrays with the digits that they were given with.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {isModel} from '../call/models.js';
import {isPlainObject, isTypedArray} from '../tree.js';

/** Appends the elements of an argument, in the order of its leaves, which has been read without an error before. */
export function flattenInto(elements: number[], value: unknown): void {
  if (typeof value === 'number') elements.push(value);
  else if (value instanceof Tensor) append(elements, value.dataSync());
  else if (isModel(value))
    for (const weight of value.trainableWeights) append(elements, weight.read().dataSync());
  else if (isTypedArray(value)) append(elements, value);
  else if (Array.isArray(value)) for (const item of value as unknown[]) flattenInto(elements, item);
  else if (isPlainObject(value)) for (const member of Object.values(value)) flattenInto(elements, member);
}

/** One by one: to spread a long array overflows the stack. */
function append(elements: number[], more: ArrayLike<number>): void {
  for (let i = 0; i < more.length; i++) elements.push(more[i] as number);
}
