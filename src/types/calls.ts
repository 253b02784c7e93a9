/**
 * The types with which a caller writes a function of their own around this package's.
 */
import type {Argument, Parameters} from './arguments.js';
import type {Checked, Returned} from './checks.js';
import type {GradientsOf, Result} from './results.js';

/** No options. */
export type NoOptions = Record<never, never>;

/** Whatever can be passed as `args`, before {@link DifferentiableArguments} looks into it. */
export type Arguments = Argument | readonly unknown[] | undefined;

/**
 * A function that is differentiated with respect to `Args`: `Y` is what it returns.
 *
 * ```ts
 * const f: DifferentiableFunction<tf.Scalar, [tf.Tensor2D, number]> = (w, scale) => tf.sum(tf.mul(w, scale));
 * valueAndGradient(f, [tf.tensor2d([[1, 2]]), 3]); // [9, [[[3, 3]], 3]]
 * ```
 */
export type DifferentiableFunction<Y, Args, Options = NoOptions> = (
  ...parameters: Parameters<Args, Options>
) => Y & Returned<Y, Options>;

/** The `args` of a call, each of which has to be something that can be differentiated. */
export type DifferentiableArguments<Args, Options = NoOptions> = Args & Checked<Args, Options>;

/**
 * The gradients with respect to `Args`: one for each of a list, else of the structure of `Args`.
 *
 * As null is left out of it unless `unconnectedGradients` is given, ask for `'none'`, or for `'zero'`, when `y` may not depend
 * on all arguments.
 *
 * ```ts
 * type Pair = Gradients<[tf.Tensor2D, number]>; // the same as [tf.Tensor2D, tf.Scalar]
 * type Bare = Gradients<[tf.Tensor2D, number], {argnums: 0}>; // the same as tf.Tensor2D
 * const pair: Pair = valueAndGradient((w, scale) => tf.mul(w, scale), [tf.tensor2d([[1, 2]]), 3])[1];
 * const bare: Bare = pair[0];
 * bare; // [[3, 3]]
 * ```
 */
export type Gradients<Args, Options = NoOptions> = GradientsOf<Args, Options>;

/**
 * What `valueAndGradient` returns: `[y, dydx]`, with `kwargs` `[y, dydx, dydxKwargs]`.
 *
 * ```ts
 * let calls = 0;
 * function counted<const Y, const Args extends Arguments>(
 *   f: DifferentiableFunction<Y, Args>,
 *   args: DifferentiableArguments<Args>,
 * ): ValueAndGradientResult<Y, Args> {
 *   calls++;
 *   return valueAndGradient(f, args);
 * }
 * counted((x) => tf.square(x), 3); // [9, 6]
 * ```
 */
export type ValueAndGradientResult<Y, Args, Options = NoOptions> = Result<Y, Args, Options>;
