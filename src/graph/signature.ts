/**
 * What a call has in common with those that one program serves: structure, shapes, dtypes, other values, options.
 */
import {engine, Tensor, Variable} from '@tensorflow/tfjs-core';

import {isModel} from '../models.js';
import {isPlainObject} from '../structure.js';

const objectIds = new WeakMap<object, number>();
let nextObjectId = 0;

function objectId(object: object): number {
  const id = objectIds.get(object) ?? nextObjectId++;
  objectIds.set(object, id);
  return id;
}

/** Describes values; collects their tensors, each once, which the description names by their index. */
export function describeSignature(values: readonly unknown[], tensors: Tensor[]): string {
  return `${engine().backendName}: ${values.map((value) => part(value, tensors)).join('; ')}`;
}

function part(value: unknown, tensors: Tensor[]): string {
  if (value instanceof Variable) return `variable ${value.id}`;
  if (value instanceof Tensor) {
    const known = tensors.indexOf(value);
    const index = known < 0 ? tensors.push(value) - 1 : known;
    return `${value.dtype}[${String(value.shape)}]@${index}`;
  }
  if (isModel(value)) {
    return `model ${objectId(value)}(${value.trainableWeights.map((weight) => weight.read().id).join()})`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => part(item, tensors)).join()}]`;
  if (isPlainObject(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${part(member, tensors)}`)
      .join()}}`;
  }
  if (typeof value === 'function' || (typeof value === 'object' && value !== null))
    return `object ${objectId(value)}`;
  return Object.is(value, -0)
    ? '-0'
    : `${typeof value} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
