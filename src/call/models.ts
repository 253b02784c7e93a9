/**
 * Layers and models of `@tensorflow/tfjs-layers`, known by their trainable weights alone.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';

/**
 * A layer or model of `@tensorflow/tfjs-layers`, or anything else with trainable weights. As an argument it stands for them:
 * its place in the gradients holds a list, in the order of `trainableWeights`.
 */
export interface Model {
  /** `read` gives the variable behind a weight. */
  readonly trainableWeights: ReadonlyArray<{read(): Tensor}>;
}

export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && 'trainableWeights' in value;
}

/** The variables behind a layer's or model's trainable weights, in their order. */
export function trainableVariables(caller: string, model: Model, path: string): Tensor[] {
  if (!isUnbuilt(model)) {
    try {
      return model.trainableWeights.map((weight) => weight.read());
    } catch (error) {
      throw misuse(
        caller,
        `${path}: expected a layer or model with its weights in place, got one that says: ${String(error)}`,
        'Build it, and do not dispose of it, before it is differentiated',
      );
    }
  }
  throw misuse(
    caller,
    `${path}: expected a layer or model with its weights in place, got ${describe(model)} that is not built yet`,
    'Build it, or apply it once, before it is differentiated, if it has weights',
  );
}

/** A layer makes its weights when it is first applied. Those of a frozen or an unapplied model are there all the same. */
function isUnbuilt(model: Model & {readonly built?: unknown; readonly weights?: unknown}): boolean {
  return model.built === false && Array.isArray(model.weights) && model.weights.length === 0;
}
