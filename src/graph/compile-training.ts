/**
 * Models of `@tensorflow/tfjs-layers` whose training runs compiled.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {disposeMasks} from '../tfjs/dropout-masks.js';
import {partsOfStep, steppableIn, type TrainingStep} from '../tfjs/training.js';
import {GraphTraceError} from './errors.js';
import {graph, type GraphFunction} from './graph.js';

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
  const trained = typeof model === 'object' && model !== null ? steppableIn(model) : undefined;
  if (trained === undefined)
    throw misuse(
      'compileTraining',
      `model: expected a compiled LayersModel, got ${describe(model)}`,
      'Call model.compile({optimizer, loss}) first',
    );
  const own = trained.makeTrainFunction.bind(trained);
  const plain = (data: Tensor[]): Tensor[] => {
    const results = own()(data);
    disposeMasks(trained);
    return results;
  };
  const step = graph(plain);
  const withFallback = fallingBack(step, plain);
  const freePrograms = step.dispose.bind(step);
  let parts = partsOfStep(trained);
  const makeTrainFunction = (): TrainingStep => {
    const now = partsOfStep(trained);
    if (now.some((part, index) => part !== parts[index])) freePrograms();
    parts = now;
    return withFallback;
  };
  Object.assign(trained, {makeTrainFunction});
  return Object.assign(step, {
    dispose(): void {
      if (trained.makeTrainFunction === makeTrainFunction)
        Reflect.deleteProperty(trained, 'makeTrainFunction');
      freePrograms();
    },
  });
}

/** A refused step has changed nothing, and is run again as it is. */
function fallingBack(step: TrainingStep, plain: TrainingStep): TrainingStep {
  let hasWarned = false;
  return (data) => {
    try {
      return step(data);
    } catch (error) {
      if (!(error instanceof GraphTraceError)) throw error;
      // eslint-disable-next-line no-console -- nothing is wrong but the speed, of which the user would not know
      if (!hasWarned) console.warn(`compileTraining: the model trains by its own step. ${error.message}`);
      hasWarned = true;
      return plain(data);
    }
  };
}
