/**
 * The facade: a call, differentiated, its results in the structure that the caller gave.
 */
import {Tensor, zeros} from '@tensorflow/tfjs-core';

import {readCall, shapeLikeArguments, type AnyFunction, type Call} from './calling-rules.js';
import {refuseDroppedNumbers} from './dropped-numbers.js';
import {inScope} from '../tfjs/engine.js';
import {describe, misuse} from '../errors.js';
import {evaluatorOf, type Evaluator} from './evaluator.js';
import {checkOptions, valueAndGradientOptions, type ValueAndGradientOptions} from './options.js';
import {Ownership} from './ownership.js';
import {inOurWords} from './tfjs-errors.js';
import {mapAnything, mapStructure} from '../tree.js';
import {tapeDifferentiator} from '../tape/tape-differentiator.js';
import type {
  Arguments,
  DifferentiableArguments,
  DifferentiableFunction,
  NoOptions,
  ValueAndGradientResult,
} from '../types/calls.js';
import type {CheckedOptions} from '../types/checks.js';

/**
 * Computes `y = f(...)` and the gradients of `y` with respect to `args` and `kwargs`.
 *
 * `f` is called under one of three rules: packed, `f(...args)`, where `args` is a list; default, `f(args)`, otherwise;
 * and an `f` without parameters that closes over `args` is called all the same. Gradients are taken by the identity of
 * the tensors. After TensorFlow Probability's `tfp.math.value_and_gradient`.
 *
 * @param f Returns a tensor, or a structure (arrays and plain objects, to any depth) of tensors of any shape, by
 *     differentiable operations of tfjs. With `hasAux` it returns `[y, aux]`.
 * @param args What to differentiate: tensors and variables of any shape and any dtype but string and complex64, numbers
 *     and (nested) arrays of numbers (which reach `f` as float32 tensors), layers and models (which stand for their
 *     trainable weights), or lists and plain objects of these.
 * @param options See {@link ValueAndGradientOptions}.
 * @returns `[y, dydx]`; with `hasAux` `[[y, aux], dydx]`; with `kwargs` `[y, dydx, dydxKwargs]`. `y` has the structure that
 *     `f` returned. `dydx` has that of `args`, a list where `args` is one; its leaves have the shape of the argument and
 *     dtype float32; they are null where `y` does not depend on the argument (see `unconnectedGradients`). The gradient of
 *     several or of non-scalar outputs is the gradient of their sum. Every tensor returned is the caller's own to dispose of,
 *     and nothing else is left in memory. The type of a gradient has null in it only with `unconnectedGradients: 'none'`
 *     written out, as nearly all code depends on all of its arguments. Options that are built before the call keep what they
 *     say with `as const satisfies ValueAndGradientOptions`; else the type is the union of what may come.
 * @throws TypeError where `f`, `args` or `options` are not as described, naming the path of what is at fault; whatever
 *     `f` throws.
 *
 * ```ts
 * // Packed: f(2, 3) is 2·ln 3, its derivatives are ln 3 and 2/3.
 * const [y, [da, db]] = valueAndGradient((a, b) => tf.mul(a, tf.log(b)), [2, 3]);
 * [y, da, db]; // [2.197, 1.099, 0.667]
 *
 * // Default: f(args), and gradients shaped like args.
 * valueAndGradient(({a, b}) => tf.mul(a, tf.log(b)), {a: 2, b: 3})[1]; // {a: 1.099, b: 0.667}
 *
 * // Without parameters: f() closes over x.
 * const x = tf.scalar(2);
 * valueAndGradient(() => tf.log(x), x); // [0.693, 0.5]
 * ```
 */
export function valueAndGradient<
  const Y,
  const Args extends Arguments = undefined,
  const Options extends ValueAndGradientOptions & CheckedOptions<Args, Options> = NoOptions,
>(
  f: DifferentiableFunction<Y, Args, Options>,
  args: DifferentiableArguments<Args, Options>,
  options?: Options,
): ValueAndGradientResult<Y, Args, Options>;
export function valueAndGradient(
  f: AnyFunction,
  args: unknown,
  options: ValueAndGradientOptions = {},
): unknown {
  const caller = 'valueAndGradient';
  const request = {caller, args, options};
  const replayed = evaluatorOf(f).replay(request);
  if (replayed !== undefined) return replayed;
  checkFunction(caller, f);
  checkOptions(caller, options, valueAndGradientOptions);
  const ownership = new Ownership();
  const run = (): unknown => {
    const call = readCall(caller, f, args, options);
    const evaluator = evaluatorOf(f, options);
    const result = evaluate(evaluator, call, args, ownership);
    evaluator.learn(request, call, result);
    return result;
  };
  return inScope(options.name ?? 'value_and_gradient', ownership.results, () => inOurWords(caller, run));
}

function evaluate(evaluator: Evaluator, call: Call, args: unknown, ownership: Ownership): unknown[] {
  const {caller, f, options} = call;
  ownership.leave(call.leaves);
  const {outputGradients}: ValueAndGradientOptions = options;
  const {y, aux, gradients} = evaluator.evaluate(tapeDifferentiator, call, outputGradients);
  refuseDroppedNumbers(caller, f, args, options, (position) => gradients[position] !== undefined);
  const value = mapStructure(y, 'y', ownership.ownAny);
  const ownAux = call.options.hasAux === true ? mapAnything(aux, ownership.ownAny) : undefined;
  const owned = call.leaves.map((leaf, index) => ownGradient(call, leaf, gradients[index], ownership));
  return [call.options.hasAux === true ? [value, ownAux] : value, ...shapeLikeArguments(call, owned)];
}

function ownGradient(
  call: Call,
  leaf: Tensor,
  gradient: Tensor | undefined,
  ownership: Ownership,
): Tensor | null {
  if (gradient !== undefined) return ownership.own(gradient);
  return call.options.unconnectedGradients === 'zero' ? ownership.own(zeros(leaf.shape)) : null;
}

/** Throws where `f` is no function. */
export function checkFunction(caller: string, f: unknown): void {
  if (typeof f === 'function') return;
  throw misuse(
    caller,
    `f: expected a function, got ${describe(f)}`,
    f instanceof Tensor
      ? `Pass the function itself, not what it returns: ${caller}(f, args)`
      : `Call it as ${caller}(f, args)`,
  );
}
