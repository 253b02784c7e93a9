/**
 * What `predict` and `evaluate` of a model of `@tensorflow/tfjs-layers` do with a batch.
 */
import {concat, slice, tidy, type Tensor} from '@tensorflow/tfjs-core';

import {replaceMember} from './inner-model.js';

/** Takes the inputs of a batch and gives the outputs; takes targets as well and gives the loss, then metrics. */
export type PredictionStep = (inputs: Tensor[], targets?: Tensor[]) => Tensor[];

type Tensors = Tensor | Tensor[];

/** The members that `predict`, `predictOnBatch` and `evaluate` go through. */
export interface Predictor {
  readonly inputs: readonly unknown[];
  predictLoop(inputs: Tensors, batchSize?: number, verbose?: boolean): Tensors;
  makeTestFunction(): void;
  testFunction: (data: Tensor[]) => Tensor[];
}

export function isPredictor(object: object): object is Predictor {
  return ['predictLoop', 'makeTestFunction'].every((name) => typeof Reflect.get(object, name) === 'function');
}

/** How a model predicts and evaluates by itself. What `compile` sets is read when it runs. */
export function ownPrediction(model: Predictor): PredictionStep {
  const predictLoop = model.predictLoop.bind(model);
  model.makeTestFunction();
  const test = model.testFunction;
  return (inputs, targets) =>
    targets === undefined ? listOf(predictLoop(inputs, rowsOf(inputs))) : test([...inputs, ...targets]);
}

/**
 * Makes a model predict and evaluate by a step for each batch. `onTest` is called before an evaluation. Gives what undoes it.
 */
export function predictBy(model: Predictor, step: PredictionStep, onTest: () => void): () => void {
  const own = model.predictLoop.bind(model);
  const before = model.testFunction;
  const predictLoop: Predictor['predictLoop'] = (given, batchSize = 32, verbose = false) => {
    const inputs = listOf(given);
    const rows = rowsOf(inputs);
    // Errors are the model's own.
    if (verbose || rows === 0) return own(given, batchSize, verbose);
    return singleOrList(rows <= batchSize ? step(inputs) : inBatches(step, inputs, batchSize));
  };
  const testFunction = (data: Tensor[]): Tensor[] =>
    step(data.slice(0, model.inputs.length), data.slice(model.inputs.length));
  const makeTestFunction = (): void => {
    onTest();
    model.testFunction = testFunction;
  };
  const releases = [
    replaceMember(model, 'predictLoop', predictLoop),
    replaceMember(model, 'makeTestFunction', makeTestFunction),
  ];
  return () => {
    for (const release of releases.reverse()) release();
    if (model.testFunction === testFunction) model.testFunction = before;
  };
}

/** The outputs for all rows. The last batch may have fewer. */
function inBatches(step: PredictionStep, inputs: Tensor[], batchSize: number): Tensor[] {
  const rows = rowsOf(inputs);
  return tidy(() => {
    const batches: Tensor[][] = [];
    for (let start = 0; start < rows; start += batchSize) {
      const length = Math.min(batchSize, rows - start);
      batches.push(tidy(() => step(inputs.map((input) => slice(input, start, length)))));
    }
    const [first = []] = batches;
    return first.map((_, index) => concat(batches.map((outputs) => outputs[index] as Tensor)));
  });
}

function rowsOf([first]: readonly Tensor[]): number {
  return first?.shape[0] ?? 0;
}

function listOf(tensors: Tensors): Tensor[] {
  return Array.isArray(tensors) ? tensors : [tensors];
}

function singleOrList(tensors: Tensor[]): Tensors {
  const [first, ...others] = tensors;
  return first !== undefined && others.length === 0 ? first : tensors;
}

/** What `compile` sets: evaluation is another if one of them is. */
export function partsOfTest(model: object): unknown[] {
  return ['lossFunctions', 'metricsTensors'].map((part): unknown => Reflect.get(model, part));
}
