/**
 * tfjs's optimizers, as far as they are JavaScript: a counter of iterations, numbers such as a learning rate, and the
 * variables in which they keep what they have averaged.
 */
import {Optimizer, Tensor, Variable} from '@tensorflow/tfjs-core';

import {unsupported} from './refusal.js';
import {replacing} from './replacing.js';

interface Counting {
  /** Every optimizer calls it once when it applies gradients. */
  incrementIterations(): void;
}

function isCounting(object: object): object is Counting {
  return typeof Reflect.get(object, 'incrementIterations') === 'function';
}

/** Runs `f`, and tells of each optimizer before it counts an iteration. */
export function watchingOptimizers<T>(note: (optimizer: Optimizer) => void, f: () => T): T {
  const prototype: object = Optimizer.prototype;
  if (!isCounting(prototype))
    throw unsupported('tf.Optimizer.prototype.incrementIterations is not a function');
  const {incrementIterations} = prototype;
  const counting = function (this: Optimizer): void {
    note(this);
    incrementIterations.call(this);
  };
  return replacing<object & Partial<Counting>, T>(prototype, {incrementIterations: counting}, f);
}

/** Counts one iteration. */
export function countIteration(optimizer: object): void {
  if (isCounting(optimizer)) optimizer.incrementIterations();
}

/** Sets the counter to what it was. */
export function setIterations(optimizer: Optimizer, iterations: number): void {
  Reflect.set(optimizer, 'iterations_', iterations);
}

/**
 * All that an optimizer holds but its counter: numbers and the like, the lists of its variables, which `setWeights` replaces,
 * and how long they are.
 */
export function fieldsOf(optimizer: Optimizer): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(optimizer) as Array<[string, unknown]>) {
    if (name === 'iterations_' || isMadeOfNumbers(value)) continue;
    fields.set(name, value);
    if (Array.isArray(value)) fields.set(`${name}.length`, value.length);
  }
  return fields;
}

/** True of a tensor such as SGD's `c`, which is made anew whenever the learning rate is set. */
function isMadeOfNumbers(value: unknown): boolean {
  return value instanceof Tensor && !(value instanceof Variable);
}

/** What an optimizer holds under one of these names, to be read at every call. */
export function fieldReader(optimizer: Optimizer, name: string): () => unknown {
  if (!name.endsWith('.length')) return () => Reflect.get(optimizer, name) as unknown;
  const list = name.slice(0, -'.length'.length);
  return () => (Reflect.get(optimizer, list) as ArrayLike<unknown> | undefined)?.length;
}
