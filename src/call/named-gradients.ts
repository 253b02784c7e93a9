/**
 * Gradients as optimizers take them, by the names of their variables.
 */
import {Tensor, Variable, type NamedTensorMap} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {isPlainObject, memberPath} from '../tree.js';
import {isModel, trainableVariables} from './models.js';

/** What the gradients of variables, of models, and of lists and plain objects of these are, as `valueAndGradient` returns them. */
export type VariableGradients<V> = V extends {readonly trainableWeights: unknown}
  ? ReadonlyArray<Tensor | null>
  : V extends Variable
    ? Tensor | null
    : V extends Tensor
      ? never
      : V extends object
        ? {readonly [K in keyof V]: VariableGradients<V[K]>}
        : never;

/**
 * Names gradients by their variables, as `optimizer.applyGradients` takes them.
 *
 * @param variables A variable, a layer or model, which stands for its trainable weights, or lists and plain objects of
 *     these, to any depth.
 * @param gradients The gradients in the same structure, as `valueAndGradient` returns them; those of a model are a list.
 *     Nulls, of variables that the value does not depend on, are left out.
 * @returns `{[variable.name]: gradient}`, the gradients the same objects as those passed. Typed as variables too: that is
 *     what tfjs's typings of Adam and others ask for, though all of them take plain tensors.
 * @throws TypeError if the structures differ, a leaf is not a variable or not a gradient, or two variables have one name.
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
export function namedGradients<const V extends object>(
  variables: V,
  gradients: VariableGradients<V>,
): NamedTensorMap & Record<string, Variable>;
export function namedGradients(variables: unknown, gradients: unknown): NamedTensorMap {
  const naming = new Naming();
  naming.add(variables, gradients, 'variables', 'gradients');
  return naming.named;
}

const caller = 'namedGradients';

class Naming {
  readonly named: Record<string, Tensor> = {};
  readonly #paths = new Map<string, string>();

  add(variables: unknown, gradients: unknown, path: string, gradientPath: string): void {
    if (variables instanceof Variable) return this.#name(variables, gradients, path, gradientPath);
    if (isModel(variables))
      return this.#addList(trainableVariables(caller, variables, path), gradients, path, gradientPath);
    if (Array.isArray(variables)) return this.#addList(variables, gradients, path, gradientPath);
    if (isPlainObject(variables)) return this.#addRecord(variables, gradients, path, gradientPath);
    throw misuse(
      caller,
      `${path}: expected a tf.Variable, got ${describe(variables)}`,
      typeof (variables as {read?: unknown} | null | undefined)?.read === 'function'
        ? 'Pass the layer or model itself'
        : 'Make one with tf.variable, or use the gradient itself',
    );
  }

  #addList(variables: readonly unknown[], gradients: unknown, path: string, gradientPath: string): void {
    if (!Array.isArray(gradients) || gradients.length !== variables.length) {
      throw misuse(
        caller,
        `${gradientPath}: expected a list of ${variables.length}, one for each variable, got ${describe(gradients)}`,
        'Pass the gradients as valueAndGradient returned them',
      );
    }
    variables.forEach((variable, index) => {
      this.add(variable, gradients[index], memberPath(path, index), memberPath(gradientPath, index));
    });
  }

  #addRecord(
    variables: Readonly<Record<string, unknown>>,
    gradients: unknown,
    path: string,
    gradientPath: string,
  ): void {
    const keys = Object.keys(variables);
    const others = isPlainObject(gradients) ? gradients : {};
    if (Object.keys(others).length !== keys.length || !keys.every((key) => key in others)) {
      throw misuse(
        caller,
        `${gradientPath}: expected an object with the keys [${keys.join(', ')}], as variables, got ${describe(gradients)}`,
        'Pass the gradients as valueAndGradient returned them',
      );
    }
    for (const key of keys)
      this.add(variables[key], others[key], memberPath(path, key), memberPath(gradientPath, key));
  }

  #name({name}: Variable, gradient: unknown, path: string, gradientPath: string): void {
    if (gradient === null) return;
    if (!(gradient instanceof Tensor)) {
      throw misuse(
        caller,
        `${gradientPath}: expected a tensor or null, got ${describe(gradient)}`,
        'If there are several arguments, pass the gradients of one: dydx[0]',
      );
    }
    const twin = this.#paths.get(name);
    if (twin !== undefined)
      throw misuse(caller, `${twin} and ${path} have the same name '${name}'`, 'Give each its own name');
    this.#paths.set(name, path);
    this.named[name] = gradient;
  }
}
