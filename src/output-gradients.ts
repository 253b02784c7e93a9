/**
 * `outputGradients`: the weights of `y`.
 */
import {add, cast, mul, sum, type Tensor} from '@tensorflow/tfjs-core';

import type {Output} from './outputs.js';
import {describe, misuse, showShape} from './errors.js';
import {clone} from './engine.js';
import {readTensor} from './leaves.js';
import {isPlainObject, memberPath, type Structure} from './structure.js';

/**
 * The one tensor to differentiate: `y` itself where it is one tensor and its weight, if any, was handed to the engine
 * as `dy`; else the sum of its parts, each times its weight.
 */
export function total({y, parts}: Output, weights: readonly Tensor[] | undefined): Tensor {
  if (weights === undefined && y === parts[0]) return y;
  return parts
    .map((part, index) => {
      const term = part.dtype === 'float32' ? part : cast(part, 'float32');
      const weight = weights?.[index];
      return sum(weight === undefined ? term : mul(term, weight));
    })
    .reduce((left, right) => add(left, right));
}

/** A tensor of its own, of dtype float32, to be handed to the engine: tfjs disposes of some that it was handed. */
export function asCotangent(tensor: Tensor): Tensor {
  return tensor.dtype === 'float32' ? clone(tensor) : cast(tensor, 'float32');
}

/** The weights in the order of the parts of `y`, each checked to be of its part's shape. */
export function readOutputGradients(
  caller: string,
  outputGradients: unknown,
  y: Structure<Tensor>,
): Tensor[] {
  const weights: Tensor[] = [];
  readLike(y, outputGradients, 'outputGradients');
  return weights;

  function readLike(like: Structure<Tensor>, given: unknown, path: string): void {
    if (Array.isArray(like)) {
      if (!Array.isArray(given) || given.length !== like.length)
        throw mismatch(`a list of ${like.length}`, given, path);
      like.forEach((part: Structure<Tensor>, index) => readLike(part, given[index], memberPath(path, index)));
    } else if (isPlainObject(like)) {
      const keys = Object.keys(like);
      if (
        !isPlainObject(given) ||
        Object.keys(given).length !== keys.length ||
        !keys.every((key) => key in given)
      ) {
        throw mismatch(`an object with the keys [${keys.join(', ')}]`, given, path);
      }
      for (const key of keys) readLike(like[key] as Structure<Tensor>, given[key], memberPath(path, key));
    } else {
      weights.push(readWeight(like as Tensor, given, path));
    }
  }

  function readWeight(part: Tensor, given: unknown, path: string): Tensor {
    const weight = readTensor(caller, given, path);
    const expected = `a tensor of shape ${showShape(part.shape)}`;
    if (weight === undefined) throw mismatch(expected, given, path);
    if (showShape(weight.shape) !== showShape(part.shape)) {
      throw mismatch(expected, `one of shape ${showShape(weight.shape)}`, path, true);
    }
    return weight;
  }

  function mismatch(expected: string, given: unknown, path: string, described = false): TypeError {
    return misuse(
      caller,
      `options.${path}: expected ${expected}, as f returned, got ${described ? String(given) : describe(given)}`,
      'Give each part of y a weight of exactly its shape',
    );
  }
}
