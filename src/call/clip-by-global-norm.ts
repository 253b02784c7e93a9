/**
 * Gradients of a bounded norm.
 */
import {
  add,
  addN,
  div,
  equal,
  maximum,
  mul,
  onesLike,
  reshape,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  Tensor,
  tidy,
  where,
  zerosLike,
  type Scalar,
} from '@tensorflow/tfjs-core';

import {describe, misuse} from '../errors.js';
import {mapStructure} from '../tree.js';
import {isDisposed} from '../tfjs/engine.js';
import {checkTensor} from './leaves.js';
import {checkNesting} from './nesting.js';
import {stopGradient} from './stop-gradient.js';

/**
 * Scales gradients so that their global norm, the square root of the sum of the squares of all their elements, is at most
 * `norm`. After TensorFlow's `tf.clip_by_global_norm`.
 *
 * @param gradients Tensors of any shape, dtype float32, or lists and plain objects of these, as `valueAndGradient` returns
 *     them. Nulls stay null.
 * @param norm The largest norm that is let through: a positive number, or a scalar tensor.
 * @returns `[clipped, globalNorm]`: the gradients, each times `norm / max(globalNorm, norm)`, in the same structure, and
 *     the norm that they had, a float32 scalar. All are new tensors, the caller's own. If an element is infinite or NaN,
 *     the norm is, too, and everything that is clipped is NaN.
 * @throws TypeError if a leaf is neither a tensor nor null, or `norm` is not a positive number or a scalar.
 *
 * ```ts
 * const [clipped, norm] = clipByGlobalNorm([tf.tensor1d([3, 0]), null, tf.scalar(4)], 1);
 * norm; // 5
 * clipped; // [[0.6, 0], null, 0.8]
 * ```
 */
export function clipByGlobalNorm<G>(gradients: G, norm: number | Tensor): [clipped: G, globalNorm: Scalar];
export function clipByGlobalNorm(gradients: unknown, norm: unknown): [unknown, Scalar] {
  const caller = 'clipByGlobalNorm';
  const limit = checkNorm(norm);
  const tensors: Tensor[] = [];
  checkNesting(caller, gradients, 'gradients');
  mapStructure(gradients, 'gradients', (leaf, path) => {
    if (leaf === null) return;
    if (!(leaf instanceof Tensor)) {
      throw misuse(
        caller,
        `${path}: expected a tensor or null, got ${describe(leaf)}`,
        'Pass the gradients as valueAndGradient returned them',
      );
    }
    tensors.push(checkTensor(caller, leaf, path));
  });
  const [globalNorm, ...clipped] = tidy(() => clip(tensors, limit)) as [Scalar, ...Tensor[]];
  let used = 0;
  const next = (leaf: unknown): Tensor | null => (leaf === null ? null : (clipped[used++] as Tensor));
  return [mapStructure(gradients, 'gradients', next), globalNorm];
}

function checkNorm(norm: unknown): number | Tensor {
  if (typeof norm === 'number' && norm > 0) return norm;
  if (norm instanceof Tensor && norm.size === 1 && !isDisposed(norm)) return norm;
  throw misuse(
    'clipByGlobalNorm',
    `norm: expected a positive number, got ${describe(norm)}`,
    'Pass one, such as 1',
  );
}

function clip(tensors: readonly Tensor[], limit: number | Tensor): Tensor[] {
  const total = addN([scalar(0), ...tensors.map((tensor) => sum(square(tensor)))]);
  const globalNorm = norm(total);
  const bound = typeof limit === 'number' ? scalar(limit) : reshape(limit, []);
  // An infinite norm makes NaN, as in TensorFlow, and not zeros, which would hide it.
  const guard = stopGradient(sub(globalNorm, globalNorm));
  const factor = add(div(bound, maximum(globalNorm, bound)), guard);
  return [globalNorm, ...tensors.map((tensor) => mul(tensor, factor))];
}

/** The square root, with slope 0 at 0. */
function norm(total: Tensor): Tensor {
  const isZero = equal(total, 0);
  return where(isZero, zerosLike(total), sqrt(where(isZero, onesLike(total), total)));
}
