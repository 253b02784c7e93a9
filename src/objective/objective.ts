/**
 * Objectives: functions of flat arrays of numbers, for optimisers and samplers.
 */

import type {AnyFunction} from '../call/calling-rules.js';
import {checkOptions, differentiationOptions, type OptionTable} from '../call/options.js';
import {checkFunction} from '../call/value-and-gradient.js';
import type {Argument, Parameters} from '../types/arguments.js';
import type {Checked, CheckedOptions, Returned} from '../types/checks.js';
import {compileObjective, type Compiled} from './compile.js';
import {checkPoint} from './point.js';
import type {Numbers, Objective, ObjectiveOptions} from './types.js';

const {autoUnpackSingleArg, hasAux, name, kwargs, argnums} = differentiationOptions as Readonly<
  Record<'autoUnpackSingleArg' | 'hasAux' | 'name' | 'kwargs' | 'argnums', OptionTable[string]>
>;

const objectiveOptions: OptionTable = {
  precision: {
    expected: "'float64' or 'float32'",
    accepts: (value) => value === 'float64' || value === 'float32',
  },
  ...{autoUnpackSingleArg, hasAux, name, kwargs, argnums},
};

/**
 * Compiles `f` and its gradient to a function of flat arrays of numbers, in double precision, for optimisers and samplers.
 * `f` is traced at `args` by the current tfjs backend; calls make no tensors.
 *
 * `objective(x, gradient)` returns the value and writes the gradient into the array that it is given, as `fmin` and
 * `nlopt-js` expect; `.value` and `.gradient` serve packages that take two functions.
 *
 * @param f Returns one number: a scalar, or a structure of scalars, whose sum it is, by differentiable operations of
 *     tfjs. It is called by the rules of `valueAndGradient`.
 * @param args What a point stands for, as for `valueAndGradient`: float32 tensors and tensor-likes of any shapes. Their
 *     values are `initial`. Arguments that `argnums` leaves out are fixed.
 * @param options See {@link ObjectiveOptions}.
 * @returns The compiled function. Variables that `f` reads, and that are not arguments, are read afresh at every call;
 *     tensors that `f` closes over are captured, in the precision that they have.
 * @throws TypeError if `f`, `args` or `options` are not as described, if `f` does not return one number, or if an operation
 *     has no form in the precision; GraphTraceError if `f` cannot be replayed. Calls throw a RangeError if a point has
 *     another length than `size`.
 *
 * ```ts
 * const rosenbrock = objective(
 *   (x, y) => tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x))))),
 *   [-1, 1],
 * );
 * const gradient = new Float64Array(2);
 * rosenbrock([2, 3], gradient); // 101
 * gradient; // [802, -200]
 * ```
 */
export function objective<
  const R,
  const A extends Argument | readonly unknown[] | undefined = undefined,
  const O extends ObjectiveOptions & CheckedOptions<A, O> = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => R & Returned<R, O>,
  args: A & Checked<A, O>,
  options?: O,
): Objective<A>;
export function objective(f: AnyFunction, args: unknown, options: ObjectiveOptions = {}): unknown {
  const caller = 'objective';
  checkFunction(caller, f);
  checkOptions(caller, options, objectiveOptions);
  const compiled = compileObjective(f, args, options);
  const energy = makeCallable(compiled);
  const latest = new Latest(compiled, energy);
  return Object.assign(energy, {
    value: (x: ArrayLike<number>) => latest.at(x).value,
    gradient: (x: ArrayLike<number>) => latest.at(x).gradient.slice(),
    size: compiled.size,
    initial: compiled.initial,
    flatten: (other: unknown) => compiled.flatten(other),
    unflatten: (x: ArrayLike<number>): unknown => {
      checkPoint('unflatten: x', x, compiled.size);
      return compiled.unflatten(x);
    },
    assign: (x: ArrayLike<number>) => {
      checkPoint('assign: x', x, compiled.size);
      compiled.assign(x);
    },
    inspect: () => compiled.inspect(),
    dispose: () => compiled.dispose(),
  });
}

function makeCallable(compiled: Compiled): (x: ArrayLike<number>, gradient?: Numbers | null) => number {
  const {size} = compiled;
  return (x, gradient) => {
    if (x.length !== size) checkPoint('x', x, size);
    if (gradient == null) return compiled.evaluate(x);
    if (gradient.length !== size) checkPoint('gradient', gradient, size);
    const value = compiled.evaluate(x);
    compiled.copyGradient(gradient);
    return value;
  };
}

/** The last point, its value and its gradient: computed together, and not again for the same point. */
class Latest {
  readonly gradient: Float64Array;
  value = NaN;
  readonly #x: Float64Array;
  #isKnown = false;

  constructor(
    readonly compiled: Compiled,
    readonly evaluate: (x: ArrayLike<number>, gradient: Numbers) => number,
  ) {
    this.gradient = new Float64Array(compiled.size);
    this.#x = new Float64Array(compiled.size);
  }

  at(x: ArrayLike<number>): this {
    if (this.#isKnown && !this.compiled.readsVariables && this.#isSame(x)) return this;
    this.#isKnown = false;
    this.value = this.evaluate(x, this.gradient);
    this.#x.set(x);
    this.#isKnown = true;
    return this;
  }

  #isSame(x: ArrayLike<number>): boolean {
    if (x.length !== this.#x.length) return false;
    for (let i = 0; i < x.length; i++) if (!Object.is(x[i], this.#x[i])) return false;
    return true;
  }
}
