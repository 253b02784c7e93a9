/**
 * Texts for what a signature names by identity, or as a whole.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {isModel, type Model} from '../call/models.js';
import {numberText} from './large-arrays.js';

const ids = new WeakMap<object, number>();
const symbolIds = new Map<symbol, number>();
let nextId = 0;

export function idOf(object: object): number {
  const id = ids.get(object) ?? nextId++;
  ids.set(object, id);
  return id;
}

export function symbolId(symbol: symbol): number {
  const id = symbolIds.get(symbol) ?? nextId++;
  symbolIds.set(symbol, id);
  return id;
}

/** A model by itself, its layers and the variables behind its weights, trainable or not. */
export function modelText(model: Model & {readonly layers?: unknown; readonly weights?: unknown}): string {
  const layers = Array.isArray(model.layers) ? model.layers : [];
  const weights = [...model.trainableWeights, ...(Array.isArray(model.weights) ? model.weights : [])];
  const text = layers.map((layer: object) => (isModel(layer) ? modelText(layer) : `layer ${idOf(layer)}`));
  return `model ${idOf(model)}(${text.join()};${weights.map((weight: {read(): Tensor}) => weight.read().id).join()})`;
}

/** What is not an object, and functions. */
export function singleText(value: unknown): string {
  if (typeof value === 'symbol') return `symbol ${symbolId(value)}`;
  if (typeof value === 'function') return `object ${idOf(value)}`;
  if (typeof value === 'number') return `number ${numberText(value)}`;
  return `${typeof value} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
