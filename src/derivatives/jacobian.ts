/**
 * Jacobians: the derivative of every element of `y`.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {leafPaths, type AnyFunction} from '../calling-rules.js';
import {misuse, showShape} from '../errors.js';
import type {DifferentiationOptions} from '../options.js';
import {callAndRead, type Output} from '../outputs.js';
import {mapAnything, mapStructure} from '../structure.js';
import type {Argument, Checked, JacobianResult, Parameters, Returned, ValueOf, WithAux} from '../types.js';
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
  const O extends DifferentiationOptions = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args?: A & Checked<A, O>,
  options?: O,
): WithAux<JacobianResult<R, A, O>, R, O>;
export function jacobian(f: AnyFunction, args?: unknown, options: DifferentiationOptions = {}): unknown {
  return evaluateCall('jacobian', 'jacobian', f, args, options, (evaluation) => {
    const {jacobians, output} = jacobiansOf(evaluation, jacobianRows, (y, leaf) => [
      ...y.shape,
      ...leaf.shape,
    ]);
    return evaluation.withAux(jacobians, output.aux);
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
  const O extends DifferentiationOptions = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args?: A & Checked<A, O>,
  options?: O,
): WithAux<JacobianResult<R, A, O>, R, O>;
export function batchJacobian(f: AnyFunction, args?: unknown, options: DifferentiationOptions = {}): unknown {
  return evaluateCall('batchJacobian', 'batch_jacobian', f, args, options, (evaluation) => {
    const {jacobians, output} = batchJacobiansOf(evaluation);
    return evaluation.withAux(jacobians, output.aux);
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
  const O extends DifferentiationOptions = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args?: A & Checked<A, O>,
  options?: O,
): [y: ValueOf<R, O>, jacobian: JacobianResult<R, A, O>];
export function valueAndBatchJacobian(
  f: AnyFunction,
  args?: unknown,
  options: DifferentiationOptions = {},
): unknown {
  const name = 'value_and_batch_jacobian';
  return evaluateCall('valueAndBatchJacobian', name, f, args, options, (evaluation) => {
    const {jacobians, output} = batchJacobiansOf(evaluation);
    return [evaluation.withAux(evaluation.own(output.y), output.aux), jacobians];
  });
}

interface Jacobians {
  readonly output: Output;
  /** In the structure of `y`, each in the structure of the arguments. */
  readonly jacobians: unknown;
}

type Rows = (y: Tensor, xs: readonly Tensor[]) => Array<Tensor | undefined>;

function jacobiansOf(
  {call, shape}: Evaluation,
  rows: Rows,
  shapeOf: (y: Tensor, leaf: Tensor) => number[],
  check?: (output: Output) => void,
): Jacobians {
  const {output, results} = whileRecording(call.leaves, (spare) => {
    const output = callAndRead(call);
    check?.(output);
    mapAnything([output.y, output.aux], (leaf) => (leaf instanceof Tensor ? spare(leaf) : leaf));
    const results = new Map(output.parts.map((y) => [y, rows(y, call.leaves).map(spare)]));
    return {output, results};
  });
  const jacobians = mapStructure(output.y, 'y', (part) => {
    const y = part as Tensor;
    return shape(results.get(y) ?? [], (leaf) => shapeOf(y, leaf));
  });
  return {output, jacobians};
}

function batchJacobiansOf(evaluation: Evaluation): Jacobians {
  const {caller, leaves} = evaluation.call;
  const batch = leaves[0]?.shape[0];
  const checkBatch = (tensor: Tensor, path: string): void => {
    if (tensor.rank > 0 && tensor.shape[0] === batch) return;
    throw misuse(
      caller,
      `${path}: expected a tensor of shape [${batch ?? 'B'}, ...], got one of shape ${showShape(tensor.shape)}`,
      'Every argument and y need the same leading batch dimension; without one, use jacobian',
    );
  };
  const paths = leafPaths(evaluation.call);
  leaves.forEach((leaf, index) => checkBatch(leaf, paths[index] as string));
  return jacobiansOf(
    evaluation,
    batchJacobianRows,
    (y, leaf) => [...y.shape, ...leaf.shape.slice(1)],
    ({y}) => mapStructure(y, 'y', (part, path) => checkBatch(part as Tensor, path)),
  );
}
