/**
 * What `predict` and `evaluate` of a model of `@tensorflow/tfjs-layers` do with a batch.
 */
import {concat, mul, slice, stack, sum, tensor1d, tidy, type Tensor} from '@tensorflow/tfjs-core';

import {replaceMember} from './inner-model.js';

/** Takes the inputs of a batch and gives the outputs; takes targets as well and gives the loss, then metrics. */
export type PredictionStep = (inputs: Tensor[], targets?: Tensor[]) => Tensor[];

type Tensors = Tensor | Tensor[];

/** The members that `predict`, `predictOnBatch` and `evaluate` go through. */
export interface Predictor {
  readonly inputs: readonly unknown[];
  predictLoop(inputs: Tensors, batchSize?: number, verbose?: boolean): Tensors;
  makeTestFunction(): void;
  testFunction: TestFunction;
  testLoop(
    test: TestFunction,
    data: Tensor[],
    batchSize?: number | null,
    verbose?: number,
    steps?: number | null,
  ): Tensor[];
}

/** Takes the inputs and targets of a batch; gives the loss, then metrics. */
type TestFunction = (data: Tensor[]) => Tensor[];

export function isPredictor(object: object): object is Predictor {
  return ['predictLoop', 'makeTestFunction', 'testLoop'].every(
    (name) => typeof Reflect.get(object, name) === 'function',
  );
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
  const [own, ownTestLoop] = [model.predictLoop.bind(model), model.testLoop.bind(model)];
  const before = model.testFunction;
  const predictLoop: Predictor['predictLoop'] = (given, batchSize = 32, verbose = false) => {
    const inputs = listOf(given);
    const rows = rowsOf(inputs);
    // Errors are the model's own.
    if (verbose || rows === 0) return own(given, batchSize, verbose);
    return singleOrList(rows <= batchSize ? step(inputs) : predictInBatches(step, inputs, batchSize));
  };
  const testFunction: TestFunction = (data) =>
    step(data.slice(0, model.inputs.length), data.slice(model.inputs.length));
  const makeTestFunction = (): void => {
    onTest();
    model.testFunction = testFunction;
  };
  // tfjs's own gathers the rows of each batch, which may take longer than the batch.
  const testLoop: Predictor['testLoop'] = (test, data, batchSize, verbose = 0, steps) => {
    const rows = rowsOf(data);
    if (test !== testFunction || verbose > 0 || steps != null || batchSize == null || rows === 0)
      return ownTestLoop(test, data, batchSize, verbose, steps);
    return rows <= batchSize ? test(data) : testInBatches(test, data, batchSize);
  };
  const releases = [
    replaceMember(model, 'testLoop', testLoop),
    replaceMember(model, 'predictLoop', predictLoop),
    replaceMember(model, 'makeTestFunction', makeTestFunction),
  ];
  return () => {
    for (const release of releases.reverse()) release();
    if (model.testFunction === testFunction) model.testFunction = before;
  };
}

/** The outputs for all rows. */
function predictInBatches(step: PredictionStep, inputs: Tensor[], batchSize: number): Tensor[] {
  return tidy(() => {
    const [outputs] = inBatches(step, inputs, batchSize);
    return transposed(outputs).map((parts) => concat(parts));
  });
}

/** Means over all rows: those of batches, weighted by their lengths. */
function testInBatches(test: TestFunction, data: Tensor[], batchSize: number): Tensor[] {
  return tidy(() => {
    const [results, lengths] = inBatches(test, data, batchSize);
    const shares = tensor1d(lengths.map((length) => length / rowsOf(data)));
    return transposed(results).map((means) => sum(mul(stack(means), shares)));
  });
}

/** What a function gives for each batch of rows, and their lengths: the last may be shorter. */
function inBatches(
  run: (data: Tensor[]) => Tensor[],
  data: Tensor[],
  batchSize: number,
): [results: Tensor[][], lengths: number[]] {
  const rows = rowsOf(data);
  const [results, lengths]: [Tensor[][], number[]] = [[], []];
  for (let start = 0; start < rows; start += batchSize) {
    const length = Math.min(batchSize, rows - start);
    results.push(tidy(() => run(data.map((tensor) => slice(tensor, start, length)))));
    lengths.push(length);
  }
  return [results, lengths];
}

function transposed(results: Tensor[][]): Tensor[][] {
  const [first = []] = results;
  return first.map((_, index) => results.map((result) => result[index] as Tensor));
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
