/**
 * Models of `@tensorflow/tfjs-layers` that predict and evaluate compiled.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, internalError, misuse} from '../errors.js';
import {attachToInner, type Attached, isStateful} from '../tfjs/inner-model.js';
import {isPredictor, ownPrediction, partsOfTest, predictBy, type PredictionStep} from '../tfjs/prediction.js';
import {fallingBack, statefulError} from './falling-back.js';
import {graph, type GraphFunction} from './graph.js';
import {changesOf} from './model-guard.js';

const attached: Attached = new WeakMap();

/** A `tf.LayersModel`, or a `tf.Sequential`. */
export interface PredictingModel {
  predict(...parameters: never[]): unknown;
  evaluate(...parameters: never[]): unknown;
}

/**
 * From now on, `predict`, `predictOnBatch`, `evaluate` and `evaluateDataset` of a model run each batch as a graph function:
 * the layers, and the loss and metrics of an evaluation, are traced, compiled, and replayed. So does the validation of `fit`.
 *
 * Weights are read at every call: training, `setWeights` and what `add` and `compile` change are seen. What else layers, losses
 * and metrics hold in JavaScript is as it was when they were traced. A model that cannot be
 * replayed, such as one with a layer that reads data, predicts as it did before, with one warning that says why.
 *
 * A model that is compiled so a second time leaves the first step.
 *
 * @param model The model. It has to be compiled for `evaluate` alone.
 * @returns The step of a batch: of the inputs, it gives the outputs; of the inputs and targets, the loss and metrics. Its
 *     `dispose()` gives the model its own behaviour back.
 * @throws TypeError if the model is not one.
 *
 * ```ts
 * const model = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [2]})]});
 * const step = compilePrediction(model);
 * for (let count = 0; count < 3; count++) model.predict(tf.ones([8, 2]));
 * step.inspect().signatures.length; // 1
 * step.dispose();
 * ```
 */
export function compilePrediction(model: PredictingModel): GraphFunction<PredictionStep> {
  if (typeof model !== 'object' || model === null || !isPredictor(model))
    throw misuse(
      'compilePrediction',
      `model: expected a LayersModel, got ${describe(model)}`,
      'Pass a model of tfjs-layers: a tf.LayersModel or tf.Sequential',
    );
  let plain: PredictionStep;
  let predicting: object;
  let hasChanged: () => boolean;
  const step = graph((inputs: Tensor[], targets?: Tensor[]): Tensor[] => plain(inputs, targets));
  const freePrograms = step.dispose.bind(step);
  const withFallback = fallingBack(
    (inputs: Tensor[], targets?: Tensor[]) => {
      if (isStateful(predicting)) throw statefulError();
      if (hasChanged()) freePrograms();
      return targets === undefined ? step(inputs) : step(inputs, targets);
    },
    (inputs, targets) => plain(inputs, targets),
    'compilePrediction: the model predicts by its own code.',
  );
  const release = attachToInner(model, attached, (inner) => {
    if (!isPredictor(inner)) throw internalError('the model within a model does not predict');
    plain = ownPrediction(inner);
    predicting = inner;
    hasChanged = changesOf(inner);
    let parts = partsOfTest(inner);
    return predictBy(inner, withFallback, () => {
      const now = partsOfTest(inner);
      if (now.some((part, index) => part !== parts[index])) freePrograms();
      parts = now;
    });
  });
  return Object.assign(step, {
    dispose(): void {
      release();
      freePrograms();
    },
  });
}
