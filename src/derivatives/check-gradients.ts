/**
 * A gradient checker for users, and for this package's own tests.
 */
import {tidy, type Tensor} from '@tensorflow/tfjs-core';

import {leafPaths, readCall, type AnyFunction, type Call} from '../call/calling-rules.js';
import {refuseDroppedNumbers} from '../call/dropped-numbers.js';
import {misuse} from '../errors.js';
import {clone} from '../tfjs/engine.js';
import {isModel} from '../call/models.js';
import {inOurWords} from '../call/tfjs-errors.js';
import {mapStructure} from '../tree.js';
import {checkOptions, type DifferentiationOptions, type OptionTable} from '../call/options.js';
import {callAndRead} from '../call/outputs.js';
import {checkFunction, valueAndGradient} from '../call/value-and-gradient.js';
import type {Argument} from '../types/arguments.js';
import type {DifferentiableArguments, DifferentiableFunction} from '../types/calls.js';
import {
  checkOrders,
  type Mismatch,
  type Problem,
  type Projected,
  type Settings,
} from './central-differences.js';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /** The highest order of derivative that is checked, 1 to 4. Default: 2. */
  readonly order?: number;
  /**
   * Step of the central differences, in the units of the arguments. Smaller ones drown in float32 rounding, larger ones
   * in curvature. Default: 0.01.
   */
  readonly epsilon?: number;
  /** Largest error, relative to the terms that the derivative is the sum of. Default: 0.001. */
  readonly tolerance?: number;
  /** Seed of the random directions. Default: 1. */
  readonly seed?: number;
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < Infinity;

const checkOptionTable: OptionTable = {
  order: {expected: 'an order from 1 to 4', accepts: (value) => [1, 2, 3, 4].includes(value as number)},
  epsilon: {expected: 'a positive number', accepts: isPositive},
  tolerance: {expected: 'a positive number', accepts: isPositive},
  seed: {expected: 'an integer', accepts: Number.isInteger},
};

/** What {@link checkGradients} throws: a derivative that is not what central differences say. */
export class GradientCheckError extends Error {
  override readonly name = 'GradientCheckError';

  /** The order of the derivative at fault: 1 for the gradient. */
  readonly order: number;
  /**
   * The derivative along a random direction, by `valueAndGradient`: of the sum of all that `f` returns, each element with
   * a random weight.
   */
  readonly found: number;
  /** The same, by central differences. */
  readonly expected: number;

  /** @internal */
  constructor(
    {order, found, expected}: Mismatch,
    /** The path of the argument at fault, e.g. `args[1].scale`. */
    readonly path: string,
    {epsilon, tolerance, seed}: Settings,
  ) {
    super(
      `checkGradients: the derivative of order ${order} with respect to ${path} is wrong: along a random direction it is ` +
        `${found}, central differences give ${expected} (epsilon ${epsilon}, tolerance ${tolerance}, seed ${seed}). ` +
        'Mend the gradient of an operation in f; where all of them are right, move the arguments away from a kink, or ' +
        'pass an epsilon that is small beside the arguments.',
    );
    this.order = order;
    this.found = found;
    this.expected = expected;
  }
}

/**
 * Compares the derivatives of `f` along random directions with central differences, order by order.
 *
 * Each argument is moved as a whole, along one direction, and of what `f` returns one weighted sum is checked: an
 * error in all of it, or in an element among a few dozen, hardly escapes. One wrong element among hundreds may hide behind
 * the rounding errors of the others (of 1000, for one seed in five): check long vectors in parts, or with several seeds.
 *
 * @param f Called by the rules of `valueAndGradient`. Must be smooth around `args`, and always do the same.
 * @param args The point at which to check, float32. Arguments of other dtypes are passed on and not checked.
 * @param options See {@link CheckGradientsOptions}.
 * @throws {@link GradientCheckError} that names the order, the path of the argument, the value found and the value
 *     expected, for the lowest order and the first argument at fault. TypeError where the arguments do not fit, or where
 *     nothing that `f` returns is float32 or depends on them.
 *
 * ```ts
 * const cubeWithSlope = (slope: (x: tf.Tensor) => tf.Tensor) =>
 *   tf.customGrad((...inputs) => {
 *     const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
 *     save([x]);
 *     return {value: tf.pow(x, 3), gradFunc: (dy, [saved]) => tf.mul(dy, slope(saved))};
 *   });
 * const right = cubeWithSlope((x) => tf.mul(3, tf.square(x)));
 * checkGradients((x) => right(x), [1.5]); // undefined (the slope is right, and so is its derivative)
 *
 * const wrong = cubeWithSlope((x) => tf.mul(2, tf.square(x)));
 * checkGradients((x) => wrong(x), [1.5]); // throws GradientCheckError: checkGradients: the derivative of order 1 with respect to args[0] is wrong...
 * ```
 */
export function checkGradients<
  const Y,
  const Args extends Argument | readonly unknown[],
  // Never given: it keeps the compiler from reading Args off the parameters of f.
  Options extends DifferentiationOptions = Record<never, never>,
>(
  f: DifferentiableFunction<Y, Args, Options>,
  args: DifferentiableArguments<Args, Options>,
  options?: CheckGradientsOptions,
): void;
export function checkGradients(f: AnyFunction, args: unknown, options: CheckGradientsOptions = {}): void {
  const caller = 'checkGradients';
  checkFunction(caller, f);
  checkOptions(caller, options, checkOptionTable);
  const {order = 2, epsilon = 0.01, tolerance = 1e-3, seed = 1} = options;
  const settings = {order, epsilon, tolerance, seed};
  const check = (): void => {
    const {problem, paths, isConnected} = readProblem(readCall(caller, f, args, {}), args);
    const mismatch = firstMismatch(problem, isConnected ? settings : {...settings, order: 1});
    if (mismatch !== undefined)
      throw new GradientCheckError(mismatch, paths[mismatch.leaf] as string, settings);
    // By the differences, too: else the gradient were missing.
    if (!isConnected) throw independent(caller);
  };
  tidy(() => inOurWords(caller, check));
}

function firstMismatch(problem: Problem, settings: Settings): Mismatch | undefined {
  const orders = checkOrders(problem, settings);
  let step = orders.next();
  while (step.done !== true) step = orders.next();
  return step.value;
}

interface ReadProblem {
  readonly problem: Problem;
  /** The path of each leaf of the problem. */
  readonly paths: readonly string[];
  /** False where no leaf has a gradient. */
  readonly isConnected: boolean;
}

/** The float32 leaves of a call; the other leaves stay as they are. */
function readProblem(call: Call, args: unknown): ReadProblem {
  const {caller, leaves} = call;
  refuseModels(call);
  const checked = leaves.map((leaf) => leaf.dtype === 'float32');
  if (!checked.includes(true)) {
    throw misuse(caller, 'args: expected a tensor of dtype float32, got none', 'Pass one');
  }
  const evaluate = (at: readonly Tensor[]): readonly Tensor[] => {
    let next = 0;
    const all = leaves.map((leaf, index) => (checked[index] === true ? (at[next++] as Tensor) : leaf));
    let used = 0;
    const parameters = call.primals.map((primal) => mapStructure(primal, '', () => all[used++] as Tensor));
    // Named before the inner valueAndGradient does.
    return inOurWords(caller, () => callAndRead({...call, parameters}).parts);
  };
  // At clones: a tensor that is given twice is two arguments here, as one of them is moved at a time.
  const point = leaves.filter((_, index) => checked[index]).map(clone);
  const [parts, gradients] = valueAndGradient((...at: Tensor[]) => [...evaluate(at)], point, {
    unconnectedGradients: 'none',
  });
  // Numbers are float32 leaves, all of them.
  refuseDroppedNumbers(caller, call.f, args, {}, (position) => gradients[position] !== null);
  if (parts.every((part) => part.dtype !== 'float32')) {
    throw misuse(
      caller,
      `y: expected a tensor of dtype float32, got ${parts.map((part) => part.dtype).join(', ')}`,
      'Check f before it is rounded: what is no float32 has no derivatives',
    );
  }
  return {
    problem: {leaves: point, evaluate, gradientsOf},
    paths: leafPaths(call).filter((_, index) => checked[index]),
    isConnected: gradients.some((gradient) => gradient !== null),
  };
}

function refuseModels({caller, parameters, paths}: Call): void {
  parameters.forEach((parameter, index) => {
    mapStructure(parameter, paths[index] as string, (leaf, path) => {
      if (!isModel(leaf)) return;
      throw misuse(caller, `${path}: expected tensors, got a model`, 'Check a function of its weights');
    });
  });
}

function independent(caller: string): TypeError {
  return misuse(
    caller,
    'f: expected what it returns to depend on args, and it does not',
    'Let f take them as parameters',
  );
}

function gradientsOf(f: Projected, leaves: readonly Tensor[]): Tensor[] {
  return valueAndGradient((...at: Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}
