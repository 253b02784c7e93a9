/**
 * The step that `fit` and `trainOnBatch` of a model of `@tensorflow/tfjs-layers` run.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

/** Takes the inputs, targets and weights of a batch; gives the loss, then metrics. */
export type TrainingStep = (data: Tensor[]) => Tensor[];

/** What of a model its step is made of. */
export interface Steppable {
  makeTrainFunction(): TrainingStep;
}

/** The model that trains: of a sequential model the one within it. Undefined of what is no model, or not compiled. */
export function steppableIn(model: object): (object & Steppable) | undefined {
  const inner: unknown = Reflect.get(model, 'model') ?? model;
  if (typeof inner !== 'object' || inner === null || Reflect.get(inner, 'optimizer') == null)
    return undefined;
  return isSteppable(inner) ? inner : undefined;
}

function isSteppable(object: object): object is Steppable {
  return typeof Reflect.get(object, 'makeTrainFunction') === 'function';
}

/** What `compile` sets: the step is another if one of them is. */
export function partsOfStep(model: object): unknown[] {
  const parts = ['optimizer', 'lossFunctions', 'metricsTensors', 'collectedTrainableWeights'];
  return parts.map((part): unknown => Reflect.get(model, part));
}
