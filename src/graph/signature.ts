/**
 * What a call has in common with those that one program serves: structure, shapes, dtypes, other values, options.
 */
import {getBackend, Tensor, Variable} from '@tensorflow/tfjs-core';

import {misuse} from '../errors.js';
import {isModel} from '../call/models.js';
import {isPlainObject, isTypedArray} from '../tree.js';

const objectIds = new WeakMap<object, number>();
const symbolIds = new Map<symbol, number>();
let nextId = 0;

function objectId(object: object): number {
  const id = objectIds.get(object) ?? nextId++;
  objectIds.set(object, id);
  return id;
}

function symbolId(symbol: symbol): number {
  const id = symbolIds.get(symbol) ?? nextId++;
  symbolIds.set(symbol, id);
  return id;
}

/** Describes values; collects their tensors, each once, which the description names by their index. */
export function describeSignature(values: readonly unknown[], tensors: Tensor[]): string {
  try {
    return `${getBackend()}: ${values.map((value) => part(value, tensors)).join('; ')}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw misuse('graph', 'an argument contains itself, or is too deep', 'Pass a tree of arrays and objects');
  }
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
  if (isTypedArray(value)) return `${value.constructor.name}[${Array.from(value, numberText).join()}]`;
  if (typeof value === 'symbol') return `symbol ${symbolId(value)}`;
  if (typeof value === 'function' || (typeof value === 'object' && value !== null))
    return `object ${objectId(value)}`;
  if (typeof value === 'number') return `number ${numberText(value)}`;
  return `${typeof value} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
