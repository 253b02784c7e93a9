/**
 * Second derivatives of a scalar.
 */
import {add, mul, scalar, sum, Tensor, zeros, zerosLike} from '@tensorflow/tfjs-core';

import {shapeLikeArguments, unwrap, type AnyFunction, type Call} from '../call/calling-rules.js';
import {clone} from '../tfjs/engine.js';
import {describe, misuse, showShape} from '../errors.js';
import {readLike} from '../call/likeness.js';
import type {DifferentiationOptions} from '../call/options.js';
import {mapAnything} from '../tree.js';
import {tapeDifferentiator, type Outcome} from '../tape/tape-differentiator.js';
import type {Argument, Parameters} from '../types/arguments.js';
import type {Checked, CheckedOptions, ReturnedScalar} from '../types/checks.js';
import type {HessianResult, VectorResult, Vectors, WithAux} from '../types/results.js';
import {evaluateCall} from './results.js';
import {jacobianRows} from './rows.js';
import {walkBack, whileRecording, type Spare} from './second-tape.js';

/**
 * The Hessian of a scalar: the second derivatives with respect to every pair of elements of the arguments.
 *
 * `f` is called, and the arguments are read, as by `valueAndGradient`. `f` runs once, its value is walked back once,
 * and the gradient once for each of its elements.
 *
 * @returns For one tensor of shape `[...X]` a tensor of shape `[...X, ...X]`, float32; for a structure, the structure of
 *     `args` within the structure of `args`: at `[i][j]` the derivative of the i-th gradient with respect to the j-th
 *     argument, `[...Xi, ...Xj]`. Null where `y` depends on one of the two not at all, see `unconnectedGradients`; zeros
 *     where it depends on both, but linearly. With `hasAux` `[hessian, aux]`.
 * @throws TypeError as `valueAndGradient`, and where `y` is no scalar.
 *
 * ```ts
 * const h = hessian((x) => tf.sum(tf.pow(x, 3)), tf.tensor1d([1, 2])); // [[6, 0], [0, 12]]
 * const blocks = hessian((a, b) => tf.mul(tf.square(a), b), [3, 5]); // [[10, 6], [6, 0]]
 * ```
 */
export function hessian<
  const R extends ReturnedScalar<O>,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends DifferentiationOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R,
  args: A & Checked<A, O>,
  options?: O,
): WithAux<HessianResult<A, O>, R, O>;
export function hessian(f: AnyFunction, args: unknown, options: DifferentiationOptions = {}): unknown {
  return evaluateCall('hessian', 'hessian', f, {args, options}, ({call, compute, shape, withAux}) => {
    const {aux, blocks} = compute(hessianBlocks);
    const rows = call.leaves.map((leaf, index) =>
      shape(blocks[index] ?? [], (other) => [...leaf.shape, ...other.shape]),
    );
    return withAux(unwrap(shapeLikeArguments(call, rows)), aux);
  });
}

type Missing = Tensor | undefined;

/** For every leaf the derivatives of its gradient with respect to every leaf. */
function hessianBlocks(call: Call): {aux: unknown; blocks: ReadonlyArray<readonly Missing[] | undefined>} {
  return whileRecording(call.leaves, (spare) => {
    const {aux, gradients} = gradientOfScalar(call, spare);
    const blocks = gradients.map(
      (gradient) => gradient && blockRow(gradient, gradients, call.leaves).map(spare),
    );
    return {aux, blocks};
  });
}

/**
 * The product of the Hessian of a scalar with a vector, for the cost of two gradients.
 *
 * `f` is called, and the arguments are read, as by `valueAndGradient`.
 *
 * @param vectors The direction: tensors or tensor-likes in the structure of `args`, each of its argument's shape (with
 *     `kwargs`: `[ofArgs, ofKwargs]`).
 * @returns Shaped like `args`, float32: the derivative of the gradient along `vectors`. Null where `y` does not depend on
 *     the argument, see `unconnectedGradients`; zeros where it does, but linearly. With `hasAux` `[product, aux]`.
 * @throws TypeError as `hessian`, and where `vectors` does not fit the arguments.
 *
 * ```ts
 * const hv = hessianVectorProduct((x) => tf.sum(tf.pow(x, 3)), tf.tensor1d([1, 2]), [1, 1]); // [6, 12]
 * ```
 */
export function hessianVectorProduct<
  const R extends ReturnedScalar<O>,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends DifferentiationOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R,
  args: A & Checked<A, O>,
  vectors: Vectors<A, O>,
  options?: O,
): WithAux<VectorResult<A, O>, R, O>;
export function hessianVectorProduct(
  f: AnyFunction,
  args: unknown,
  vectors: unknown,
  options: DifferentiationOptions = {},
): unknown {
  const caller = 'hessianVectorProduct';
  const request = {args, options, extra: vectors};
  return evaluateCall(caller, 'hessian_vector_product', f, request, ({call, compute, shape, withAux}) => {
    const directions = readLike(unwrap(shapeLikeArguments(call, call.leaves)), vectors, {
      caller,
      path: 'vectors',
      reason: 'like the arguments',
      remedy: 'Give each argument a vector of exactly its shape',
      converted: call.converted,
    });
    const {aux, products} = compute(productsWith, directions);
    return withAux(
      shape(products, (leaf) => leaf.shape),
      aux,
    );
  });
}

function productsWith(call: Call, directions: unknown): {aux: unknown; products: readonly Missing[]} {
  // Clones: a direction that is one of the arguments is not differentiated.
  const along = (directions as readonly Tensor[]).map(clone);
  return whileRecording(call.leaves, (spare) => {
    const {aux, gradients} = gradientOfScalar(call, spare);
    const terms = gradients.flatMap((gradient, index) =>
      gradient ? [sum(mul(gradient, along[index] as Tensor))] : [],
    );
    const slope = terms.reduce((left, right) => add(left, right), scalar(0));
    const products = walkBack(slope, call.leaves, scalar(1));
    return {
      aux,
      products: gradients.map((gradient, index) => gradient && spare(products[index] ?? zerosLike(gradient))),
    };
  });
}

/** The gradients of a scalar `f`, recorded. */
function gradientOfScalar(call: Call, spare: Spare): {aux: unknown; gradients: Outcome['gradients']} {
  const {y, aux, gradients} = tapeDifferentiator(call, undefined);
  mapAnything(aux, (leaf) => (leaf instanceof Tensor ? spare(leaf) : leaf));
  if (y instanceof Tensor && y.rank === 0) return {aux, gradients};
  throw misuse(
    call.caller,
    `y: expected f to return a scalar, got ${y instanceof Tensor ? `a tensor of shape ${showShape(y.shape)}` : describe(y)}`,
    'Sum it, or take the jacobian of a gradient',
  );
}

/** The derivatives of one gradient with respect to every leaf: zeros where `y` depends on the leaf linearly. */
function blockRow(
  gradient: Tensor,
  gradients: Outcome['gradients'],
  leaves: readonly Tensor[],
): Array<Tensor | undefined> {
  return jacobianRows(gradient, leaves).map((block, index) => {
    const [leaf, connected] = [leaves[index] as Tensor, gradients[index] !== undefined];
    return block ?? (connected ? zeros([...gradient.shape, ...leaf.shape]) : undefined);
  });
}
