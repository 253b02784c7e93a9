/**
 * `outputGradients`: the weights of `y`.
 */
import {add, cast, mul, sum, type Tensor} from '@tensorflow/tfjs-core';

import {clone} from '../tfjs/engine.js';
import {readLike} from './likeness.js';
import type {Output} from './outputs.js';
import type {Structure} from '../tree.js';

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
  return readLike(y, outputGradients, {
    caller,
    path: 'options.outputGradients',
    reason: 'as f returned',
    remedy: 'Give each part of y a weight of exactly its shape',
  });
}
