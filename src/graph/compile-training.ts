/**
 * Models of `@tensorflow/tfjs-layers` whose training runs compiled.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, internalError, misuse} from '../errors.js';
import {disposeMasks} from '../tfjs/dropout-masks.js';
import {attachToInner, type Attached, isStateful, replaceMember} from '../tfjs/inner-model.js';
import {isCompiledModel, isSteppable, partsOfStep, type TrainingStep} from '../tfjs/training.js';
import {fallingBack, statefulError} from './falling-back.js';
import {graph, type GraphFunction} from './graph.js';
import {changesOf} from './model-guard.js';

const attached: Attached = new WeakMap();

/** A model that `compile` was called on: a `tf.LayersModel`, or a `tf.Sequential`. */
export interface TrainableModel {
  readonly optimizer: unknown;
  fit(...parameters: never[]): unknown;
}

/**
 * From now on, `fit`, `fitDataset` and `trainOnBatch` of a model run their step as a graph function: the loss, its gradients,
 * the optimizer's update and metrics are traced, compiled, and replayed. Everything around the step is the model's own.
 *
 * Layers that draw random numbers, such as dropout, draw those that they would draw from the same `Math.random`. What `compile`
 * sets anew is seen. A step that cannot be replayed runs as it did before, with one warning that says why.
 *
 * A model that is compiled so a second time leaves the first step.
 *
 * @param model A model that `compile` was called on.
 * @returns The step. Its `dispose()` gives the model its own step back.
 * @throws TypeError if the model is not one, or not compiled.
 *
 * ```ts
 * const model = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [2]})]});
 * model.compile({optimizer: tf.train.adam(0.1), loss: 'meanSquaredError'});
 * const step = compileTraining(model);
 * await model.fit(tf.ones([8, 2]), tf.ones([8, 1]), {epochs: 20});
 * step.inspect().signatures.length; // 1
 * step.dispose();
 * ```
 */
export function compileTraining(model: TrainableModel): GraphFunction<TrainingStep> {
  if (typeof model !== 'object' || model === null || !isCompiledModel(model))
    throw misuse(
      'compileTraining',
      `model: expected a compiled LayersModel, got ${describe(model)}`,
      'Call model.compile({optimizer, loss}) first',
    );
  let plain: TrainingStep;
  let trained: object;
  let hasChanged: () => boolean;
  const step = graph((data: Tensor[]): Tensor[] => plain(data));
  const freePrograms = step.dispose.bind(step);
  const withFallback = fallingBack(
    (data: Tensor[]) => {
      if (isStateful(trained)) throw statefulError();
      if (hasChanged()) freePrograms();
      return step(data);
    },
    (data) => plain(data),
    'compileTraining: the model trains by its own step.',
  );
  const release = attachToInner(model, attached, (inner) => {
    if (!isSteppable(inner)) throw internalError('the model within a model has no step');
    const makeOwn = inner.makeTrainFunction.bind(inner);
    plain = (data) => {
      const results = makeOwn()(data);
      disposeMasks(inner);
      return results;
    };
    trained = inner;
    hasChanged = changesOf(inner);
    let parts: unknown[] = [];
    const makeTrainFunction = (): TrainingStep => {
      const now = partsOfStep(inner);
      if (now.some((part, index) => part !== parts[index])) freePrograms();
      parts = now;
      return withFallback;
    };
    return replaceMember(inner, 'makeTrainFunction', makeTrainFunction);
  });
  return Object.assign(step, {
    dispose(): void {
      release();
      freePrograms();
    },
  });
}
