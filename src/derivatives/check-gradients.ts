/**
 * A gradient checker: derivatives along random directions against central differences, order by order. The idea of
 * comparing random projections and recursing is that of HIPS/autograd's `check_grads`.
 */
import {add, mul, sum, tensor, tidy, truncatedNormal, type Tensor} from '@tensorflow/tfjs-core';

import {leafPaths, readCall, type AnyFunction, type Call} from '../calling-rules.js';
import {misuse} from '../errors.js';
import {mapPrimal, type Primal} from '../leaves.js';
import {checkOptions, type DifferentiationOptions, type OptionTable} from '../options.js';
import {callAndRead} from '../outputs.js';
import {checkFunction, valueAndGradient} from '../value-and-gradient.js';
import type {Argument, Checked, Parameters, Value} from '../types.js';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /** The highest order of derivative that is checked, 1 to 4. Default: 2. */
  readonly order?: number;
  /** Step of the central differences, in the units of the arguments. Default: 0.01. */
  readonly epsilon?: number;
  /** Largest error, relative to the derivative or a tenth of the function, whichever is larger. Default: 0.001. */
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

/** A derivative that is not what central differences say. */
export class GradientCheckError extends Error {
  override readonly name = 'GradientCheckError';

  constructor(
    /** The order of the derivative at fault: 1 for the gradient. */
    readonly order: number,
    /** The path of the argument at fault, e.g. `args[1].scale`. */
    readonly path: string,
    /** The derivative along a random direction, by `valueAndGradient`. */
    readonly found: number,
    /** The same, by central differences. */
    readonly expected: number,
    options: Required<CheckGradientsOptions>,
  ) {
    super(
      `checkGradients: the derivative of order ${order} with respect to ${path} is wrong: along a random direction it is ` +
        `${found}, central differences give ${expected} (epsilon ${options.epsilon}, tolerance ${options.tolerance}, ` +
        `seed ${options.seed}). Mend the gradient of an operation in f, or move the arguments away from a kink`,
    );
  }
}

/**
 * Compares the derivatives of `f` along random directions with central differences, order by order.
 *
 * @param f Called by the rules of `valueAndGradient`. Must be smooth around `args`, and always do the same.
 * @param args The point at which to check, float32. Arguments of other dtypes are passed on and not checked.
 * @param options See {@link CheckGradientsOptions}.
 * @throws {@link GradientCheckError} that names the order, the path of the argument, the value found and the value
 *     expected, for the lowest order and the first argument at fault. TypeError where the arguments do not fit.
 *
 * ```ts
 * const cube = tf.customGrad((x, save) => {
 *   save([x]);
 *   return {value: tf.pow(x, 3), gradFunc: (dy, [x]) => tf.mul(dy, tf.mul(3, tf.square(x)))};
 * });
 * checkGradients(cube, [1.5]); // passes: 3x² is right, and so is its derivative
 * ```
 */
export function checkGradients<
  const A extends Argument | readonly unknown[],
  // Never given: it keeps the compiler from reading A off the parameters of f.
  O extends DifferentiationOptions = Record<never, never>,
>(
  f: (...parameters: Parameters<A, O>) => Value,
  args: A & Checked<A, O>,
  options?: CheckGradientsOptions,
): void;
export function checkGradients(f: AnyFunction, args: unknown, options: CheckGradientsOptions = {}): void {
  const caller = 'checkGradients';
  checkFunction(caller, f);
  checkOptions(caller, options, checkOptionTable);
  const settings = {order: 2, epsilon: 0.01, tolerance: 1e-3, seed: 1, ...options};
  tidy(() => {
    const call = readCall(caller, f, args, {});
    const point = readPoint(call);
    let seed = settings.seed;
    const direction = (like: Tensor): Tensor => truncatedNormal(like.shape, 0, 1, 'float32', seed++);
    let projected = projectOutput(call, point, direction);
    for (let order = 1; order <= settings.order; order++) {
      for (const index of point.leaves.keys()) checkOne(projected, point, index, direction, order, settings);
      projected = projectGradients(projected, point.leaves.map(direction));
    }
  });
}

/** A scalar function of the leaves. */
type Projected = (leaves: readonly Tensor[]) => Tensor;

interface Point {
  readonly leaves: readonly Tensor[];
  readonly paths: readonly string[];
  /** The parameters of `f` with other tensors in the place of the leaves. */
  readonly parametersAt: (leaves: readonly Tensor[]) => unknown[];
}

function readPoint(call: Call): Point {
  const {caller, leaves} = call;
  const checked = leaves.map((leaf) => leaf.dtype === 'float32');
  if (!checked.includes(true)) {
    throw misuse(caller, 'args: expected a tensor of dtype float32, got none', 'Pass one');
  }
  const paths = leafPaths(call);
  const model = paths.find((path) => path.includes('.trainableWeights['));
  if (model !== undefined) {
    throw misuse(
      caller,
      `${model}: expected tensors, got the weight of a model`,
      'Check a function of its weights',
    );
  }
  return {
    leaves: leaves.filter((_, index) => checked[index]),
    paths: paths.filter((_, index) => checked[index]),
    parametersAt: (at) => {
      let used = 0;
      let next = 0;
      const replace = (): Tensor =>
        checked[used++] === true ? (at[next++] as Tensor) : (leaves[used - 1] as Tensor);
      return call.primals.map((primal: Primal) => mapPrimal(primal, replace));
    },
  };
}

/** `f` weighted by random directions. */
function projectOutput(call: Call, point: Point, direction: (like: Tensor) => Tensor): Projected {
  const at = (leaves: readonly Tensor[]): readonly Tensor[] =>
    callAndRead({...call, parameters: point.parametersAt(leaves)}).parts;
  const weights = at(point.leaves).map((part) => (part.dtype === 'float32' ? direction(part) : undefined));
  return (leaves) => weightedSum(at(leaves), weights);
}

/** The gradient of `f` along `directions`. */
function projectGradients(f: Projected, directions: readonly Tensor[]): Projected {
  return (leaves) => weightedSum(gradientsOf(f, leaves), directions);
}

function gradientsOf(f: Projected, leaves: readonly Tensor[]): Tensor[] {
  return valueAndGradient((...at: Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}

function weightedSum(tensors: readonly Tensor[], weights: ReadonlyArray<Tensor | undefined>): Tensor {
  const terms = tensors.flatMap((value, index) => {
    const weight = weights[index];
    return weight === undefined ? [] : [sum(mul(value, weight))];
  });
  return terms.reduce((left, right) => add(left, right), tensor(0));
}

function checkOne(
  f: Projected,
  point: Point,
  index: number,
  direction: (like: Tensor) => Tensor,
  order: number,
  settings: Required<CheckGradientsOptions>,
): void {
  const along = direction(point.leaves[index] as Tensor);
  const {found, expected, scale} = tidy(() => {
    const {epsilon} = settings;
    const at = (step: number): number => tidy(() => numberOf(f(moved(point.leaves, index, along, step))));
    const [far, near] = [at(2 * epsilon) - at(-2 * epsilon), at(epsilon) - at(-epsilon)];
    const expected = (8 * near - far) / (12 * epsilon);
    const found = numberOf(weightedSum([gradientsOf(f, point.leaves)[index] as Tensor], [along]));
    return {found, expected, scale: Math.max(Math.abs(found), Math.abs(expected), Math.abs(at(0)) / 10)};
  });
  if (Number.isFinite(scale) && Math.abs(found - expected) <= settings.tolerance * scale) return;
  throw new GradientCheckError(order, point.paths[index] as string, found, expected, settings);
}

function moved(leaves: readonly Tensor[], index: number, along: Tensor, step: number): Tensor[] {
  return leaves.map((leaf, at) => (at === index ? add(leaf, mul(along, step)) : leaf));
}

function numberOf(scalar: Tensor): number {
  return scalar.dataSync()[0] as number;
}
