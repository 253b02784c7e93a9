/**
 * Jacobians: the derivative of every element of `y`.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {leafPaths, type AnyFunction, type Call} from '../call/calling-rules.js';
import {misuse, showShape} from '../errors.js';
import type {DifferentiationOptions} from '../call/options.js';
import {callAndRead, type Output} from '../call/outputs.js';
import {mapAnything, mapStructure, type Structure} from '../tree.js';
import type {Argument, Parameters} from '../types/arguments.js';
import type {Checked, CheckedOptions, Returned} from '../types/checks.js';
import type {JacobianResult, ValueOf, WithAux} from '../types/results.js';
import {evaluateCall, type Evaluation} from './results.js';
import {batchJacobianRows, jacobianRows} from './rows.js';
import {whileRecording} from './second-tape.js';

/**
 * The Jacobian of `f`: the derivative of every element of `y` with respect to every element of each argument.
 *
 * `f` is called, and the arguments are read, as by `valueAndGradient`. `f` runs once; its value is walked back once
 * for each of its elements.
 *
 * @returns For a `y` of shape `[...Y]` and an argument of shape `[...X]` a tensor of shape `[...Y, ...X]`, float32, in
 *     the structure of `args` (for `kwargs`: `[ofArgs, ofKwargs]`). Where `y` is a structure: that structure, of these.
 *     Null where `y` does not depend on the argument, see `unconnectedGradients`. With `hasAux` `[jacobian, aux]`.
 * @throws TypeError as `valueAndGradient`.
 *
 * ```ts
 * const j = jacobian((x) => tf.square(x), tf.tensor1d([1, 2])); // [[2, 0], [0, 4]]
 * ```
 */
export function jacobian<
  const R,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends DifferentiationOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args: A & Checked<A, O>,
  options?: O,
): WithAux<JacobianResult<R, A, O>, R, O>;
export function jacobian(f: AnyFunction, args: unknown, options: DifferentiationOptions = {}): unknown {
  return evaluateCall('jacobian', 'jacobian', f, {args, options}, (evaluation) => {
    const found = evaluation.compute(jacobiansOf);
    const jacobians = shapeJacobians(evaluation, found, (y, leaf) => [...y.shape, ...leaf.shape]);
    return evaluation.withAux(jacobians, found.aux);
  });
}

/**
 * The Jacobian of an `f` that works on each batch by itself.
 *
 * `f` is called, and the arguments are read, as by `valueAndGradient`. `f` runs once; its value is walked back once
 * for each element that `y` has in a batch. Nothing checks that batches do not depend on each other; where they do, the
 * result is the derivative of the sum over the batches. After TensorFlow Probability's `batch_jacobian`.
 *
 * @returns For a `y` of shape `[B, ...Y]` and an argument of shape `[B, ...X]` a tensor of shape `[B, ...Y, ...X]`, else
 *     as of {@link jacobian}.
 * @throws TypeError as `valueAndGradient`, and where an argument or `y` has no batch dimension or another one.
 *
 * ```ts
 * const j = batchJacobian((x) => tf.square(x), tf.ones([8, 3])); // shape [8, 3, 3]
 * ```
 */
export function batchJacobian<
  const R,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends DifferentiationOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args: A & Checked<A, O>,
  options?: O,
): WithAux<JacobianResult<R, A, O>, R, O>;
export function batchJacobian(f: AnyFunction, args: unknown, options: DifferentiationOptions = {}): unknown {
  return evaluateCall('batchJacobian', 'batch_jacobian', f, {args, options}, (evaluation) => {
    const found = evaluation.compute(batchJacobiansOf);
    return evaluation.withAux(shapeBatchJacobians(evaluation, found), found.aux);
  });
}

/**
 * The value of `f` and its batch Jacobian, see {@link batchJacobian}.
 *
 * @returns `[y, jacobian]`, with `hasAux` `[[y, aux], jacobian]`.
 * @throws TypeError as `batchJacobian`.
 *
 * ```ts
 * const [y, j] = valueAndBatchJacobian((x) => tf.square(x), tf.tensor2d([[1], [2]]));
 * [y, j]; // [[[1], [4]], [[[2]], [[4]]]]
 * ```
 */
export function valueAndBatchJacobian<
  const R,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends DifferentiationOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args: A & Checked<A, O>,
  options?: O,
): [y: ValueOf<R, O>, jacobian: JacobianResult<R, A, O>];
export function valueAndBatchJacobian(
  f: AnyFunction,
  args: unknown,
  options: DifferentiationOptions = {},
): unknown {
  const name = 'value_and_batch_jacobian';
  return evaluateCall('valueAndBatchJacobian', name, f, {args, options}, (evaluation) => {
    const found = evaluation.compute(batchJacobiansOf);
    return [evaluation.withAux(evaluation.own(found.y), found.aux), shapeBatchJacobians(evaluation, found)];
  });
}

interface Jacobians {
  readonly y: Structure<Tensor>;
  readonly aux: unknown;
  /** For every tensor of `y`, in order, one for each leaf; undefined where it does not depend on it. */
  readonly jacobians: ReadonlyArray<ReadonlyArray<Tensor | undefined>>;
}

function jacobiansOf(call: Call): Jacobians {
  return recordedJacobians(call, jacobianRows, () => undefined);
}

function batchJacobiansOf(call: Call): Jacobians {
  const {caller, leaves} = call;
  const batch = leaves[0]?.shape[0];
  const checkBatch = (tensor: Tensor, path: string): void => {
    if (tensor.rank > 0 && tensor.shape[0] === batch) return;
    throw misuse(
      caller,
      `${path}: expected a tensor of shape [${batch ?? 'B'}, ...], got one of shape ${showShape(tensor.shape)}`,
      'Every argument and y need the same leading batch dimension; without one, use jacobian',
    );
  };
  const paths = leafPaths(call);
  leaves.forEach((leaf, index) => checkBatch(leaf, paths[index] as string));
  return recordedJacobians(call, batchJacobianRows, ({y}) =>
    mapStructure(y, 'y', (part, path) => checkBatch(part as Tensor, path)),
  );
}

function recordedJacobians(
  call: Call,
  rows: typeof jacobianRows,
  check: (output: Output) => void,
): Jacobians {
  return whileRecording(call.leaves, (spare) => {
    const output = callAndRead(call);
    check(output);
    mapAnything([output.y, output.aux], (leaf) => (leaf instanceof Tensor ? spare(leaf) : leaf));
    const jacobians = output.parts.map((y) => rows(y, call.leaves).map(spare));
    return {y: output.y, aux: output.aux, jacobians};
  });
}

/** The caller's own Jacobians: in the structure of `y`, each in the structure of the arguments. */
function shapeJacobians(
  {shape}: Evaluation,
  {y, jacobians}: Jacobians,
  shapeOf: (y: Tensor, leaf: Tensor) => number[],
): unknown {
  let used = 0;
  return mapStructure(y, 'y', (part) =>
    shape(jacobians[used++] ?? [], (leaf) => shapeOf(part as Tensor, leaf)),
  );
}

function shapeBatchJacobians(evaluation: Evaluation, found: Jacobians): unknown {
  return shapeJacobians(evaluation, found, (y, leaf) => [...y.shape, ...leaf.shape.slice(1)]);
}
