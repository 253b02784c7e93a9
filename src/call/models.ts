/**
 * Layers and models of `@tensorflow/tfjs-layers`, known by their trainable weights alone.
 */
import {Tensor, Variable, type NamedTensorMap} from '@tensorflow/tfjs-core';

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

/**
 * Names gradients by their variables, as `optimizer.applyGradients` takes them.
 *
 * @param variables A list of variables, or a layer or model, which stands for its trainable weights.
 * @param gradients One for each variable, as `valueAndGradient` returns them. Nulls, of variables that the value does
 *     not depend on, are left out.
 * @returns `{[variable.name]: gradient}`, the gradients the same objects as those passed. Typed as variables too: that is
 *     what tfjs's typings of Adam and others ask for, though all of them take plain tensors.
 * @throws TypeError where the numbers differ, a member is no variable or no gradient, or two variables have one name.
 *
 * ```ts
 * const model = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [2], useBias: false})]});
 * model.setWeights([tf.tensor2d([[1], [2]])]);
 * const [loss, gradients] = valueAndGradient((m) => tf.sum(m.apply(tf.ones([1, 2])) as tf.Tensor), model);
 * loss; // 3
 * gradients; // [[[1], [1]]]
 * tf.train.sgd(0.5).applyGradients(namedGradients(model, gradients));
 * tf.dispose([loss, gradients]);
 * model.getWeights(); // [[[0.5], [1.5]]]
 * ```
 */
export function namedGradients(
  variables: readonly Variable[] | Model,
  gradients: ReadonlyArray<Tensor | null>,
): NamedTensorMap & Record<string, Variable> {
  const list = listVariables(variables);
  if (!Array.isArray(gradients) || gradients.length !== list.length) {
    throw misuse(
      'namedGradients',
      `gradients: expected a list of ${list.length}, one for each variable, got ${describe(gradients)}`,
      'Pass the gradients as valueAndGradient returned them',
    );
  }
  const named: Record<string, Tensor> = {};
  const firstOf = (name: string): number =>
    list.findIndex((variable, index) => variable.name === name && gradients[index] !== null);
  list.forEach((variable, index) => {
    const gradient = gradients[index];
    if (gradient === null) return;
    if (!(gradient instanceof Tensor)) {
      throw misuse(
        'namedGradients',
        `gradients[${index}]: expected a tensor or null, got ${describe(gradient)}`,
        'Of several arguments, pass the gradients of one: dydx[0]',
      );
    }
    if (Object.hasOwn(named, variable.name)) {
      throw misuse(
        'namedGradients',
        `variables[${firstOf(variable.name)}] and variables[${index}] have the same name '${variable.name}'`,
        'Give each its own name',
      );
    }
    named[variable.name] = gradient;
  });
  return named as Record<string, Variable>;
}

function listVariables(variables: unknown): Variable[] {
  const list: unknown = isModel(variables)
    ? trainableVariables('namedGradients', variables, 'variables')
    : variables;
  if (!Array.isArray(list)) {
    throw misuse(
      'namedGradients',
      `variables: expected a list of variables, a layer or a model, got ${describe(variables)}`,
      'Pass a list, also for a single variable',
    );
  }
  return list.map((variable: unknown, index) => {
    if (variable instanceof Variable) return variable;
    throw misuse(
      'namedGradients',
      `variables[${index}]: expected a tf.Variable, got ${describe(variable)}`,
      typeof (variable as {read?: unknown} | null | undefined)?.read === 'function'
        ? 'Pass the layer or model itself'
        : 'Make one with tf.variable, or use the gradient itself',
    );
  });
}
