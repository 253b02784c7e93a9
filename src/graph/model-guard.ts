/**
 * Whether a model is as it was: the same object, with the same layers and the same variables behind its weights.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {isModel, type Model} from '../call/models.js';
import {isDisposed} from '../tfjs/engine.js';

type ReadModel = Model & {readonly layers?: unknown; readonly weights?: unknown};
type Weights = Model['trainableWeights'];

/** All that `modelText` tells apart, compared without making the text. Undefined of a model that is told by its fields. */
export function guardOfModel(model: Model): ((value: unknown) => boolean) | undefined {
  if (!('getWeights' in model)) return undefined;
  const isSame = sameModel(model);
  return (value) => {
    try {
      return isSame(value);
    } catch {
      // A weight that was disposed of says so when it is read. The error is for the whole request to raise.
      return false;
    }
  };
}

/** A function that tells whether a model is another than when it was asked last; it is at first. */
export function changesOf(model: object): () => boolean {
  let isSame: ReturnType<typeof guardOfModel>;
  return () => {
    if (isSame?.(model) === true) return false;
    isSame = isModel(model) ? guardOfModel(model) : undefined;
    return true;
  };
}

function sameModel(model: ReadModel): (value: unknown) => boolean {
  const layers = listOf(model.layers).map((layer) => (isModel(layer) ? sameModel(layer) : sameObject(layer)));
  const trainable = variablesOf(model.trainableWeights);
  const all = variablesOf(listOf(model.weights) as Weights);
  return (value) =>
    value === model &&
    isSameList(listOf(model.layers), layers) &&
    holdsSame(model.trainableWeights, trainable) &&
    holdsSame(listOf(model.weights) as Weights, all);
}

function sameObject(object: unknown): (value: unknown) => boolean {
  return (value) => value === object;
}

function variablesOf(weights: Weights): Tensor[] {
  return weights.map((weight) => weight.read());
}

function isSameList(values: readonly unknown[], checks: ReadonlyArray<(value: unknown) => boolean>): boolean {
  if (values.length !== checks.length) return false;
  for (let index = 0; index < values.length; index++)
    if (checks[index]?.(values[index]) !== true) return false;
  return true;
}

function holdsSame(weights: Weights, variables: readonly Tensor[]): boolean {
  if (weights.length !== variables.length) return false;
  for (let index = 0; index < weights.length; index++) {
    const variable = weights[index]?.read();
    if (variable === undefined || variable !== variables[index] || isDisposed(variable)) return false;
  }
  return true;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
