/**
 * The step that `fit` and `trainOnBatch` of a model of `@tensorflow/tfjs-layers` run.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {innerOf} from './inner-model.js';

/** Takes the inputs, targets and weights of a batch; gives the loss, then metrics. */
export type TrainingStep = (data: Tensor[]) => Tensor[];

/** What of a model its step is made of. */
export interface Steppable {
  makeTrainFunction(): TrainingStep;
}

/** True of a model that `compile` was called on. */
export function isCompiledModel(model: object): boolean {
  const inner = innerOf(model);
  return isSteppable(inner) && Reflect.get(inner, 'optimizer') != null;
}

export function isSteppable(object: object): object is Steppable {
  return typeof Reflect.get(object, 'makeTrainFunction') === 'function';
}

/** What `compile` sets: the step is another if one of them is. */
export function partsOfStep(model: object): unknown[] {
  const parts = ['optimizer', 'lossFunctions', 'metricsTensors', 'collectedTrainableWeights'];
  return parts.map((part): unknown => Reflect.get(model, part));
}
