/**
 * Derivatives along random directions against central differences, order by order.
 *
 * A function is projected onto random weights, which makes it a scalar; its gradient along random directions is a scalar
 * function again, which is what the next order checks. The idea is that of HIPS/autograd's `check_grads`.
 */
import {add, mul, sum, tensor, tidy, truncatedNormal, type Tensor} from '@tensorflow/tfjs-core';

/** A scalar function of the leaves. */
export type Projected = (leaves: readonly Tensor[]) => Tensor;

/** A scalar function as the terms that it is the sum of. */
type Terms = (leaves: readonly Tensor[]) => readonly Tensor[];

export interface Problem {
  /** The point at which to check. */
  readonly leaves: readonly Tensor[];
  /** The function; of what it returns only float32 tensors are checked. */
  readonly evaluate: (leaves: readonly Tensor[]) => readonly Tensor[];
  /** The gradients that are checked, zeros where the function does not depend on a leaf. */
  readonly gradientsOf: (f: Projected, leaves: readonly Tensor[]) => readonly Tensor[];
}

export interface Settings {
  readonly order: number;
  readonly epsilon: number;
  readonly tolerance: number;
  readonly seed: number;
}

export interface Mismatch {
  readonly order: number;
  /** The index of the leaf at fault. */
  readonly leaf: number;
  readonly found: number;
  readonly expected: number;
}

/** Yields each order that is right; returns the first mismatch. To be run within a scope. */
export function* checkOrders(problem: Problem, settings: Settings): Generator<number, Mismatch | undefined> {
  let {seed} = settings;
  const direction = (like: Tensor): Tensor => truncatedNormal(like.shape, 0, 1, 'float32', seed++);
  let f = projectOutput(problem, direction);
  for (let order = 1; order <= settings.order; order++) {
    for (const leaf of problem.leaves.keys()) {
      const along = direction(problem.leaves[leaf] as Tensor);
      const mismatch = compareOne(problem, f, leaf, along, settings);
      if (mismatch !== undefined) return {order, ...mismatch};
    }
    yield order;
    f = projectGradients(problem, f, problem.leaves.map(direction));
  }
  return undefined;
}

function projectOutput({leaves, evaluate}: Problem, direction: (like: Tensor) => Tensor): Terms {
  const weights = evaluate(leaves).map((part) => (part.dtype === 'float32' ? direction(part) : undefined));
  return (at) => weighted(evaluate(at), weights);
}

function projectGradients({gradientsOf}: Problem, f: Terms, directions: readonly Tensor[]): Terms {
  return (at) => weighted(gradientsOf(projected(f), at), directions);
}

function projected(f: Terms): Projected {
  return (leaves) => f(leaves).reduce((left, right) => add(left, sum(right)), tensor(0));
}

function weighted(tensors: readonly Tensor[], weights: ReadonlyArray<Tensor | undefined>): Tensor[] {
  return tensors.flatMap((value, index) => {
    const weight = weights[index];
    return weight === undefined ? [] : [mul(value, weight)];
  });
}

function compareOne(
  {leaves, gradientsOf}: Problem,
  f: Terms,
  leaf: number,
  along: Tensor,
  {epsilon, tolerance}: Settings,
): Omit<Mismatch, 'order'> | undefined {
  const at = (step: number): Summed => summed(() => f(moved(leaves, leaf, along, step)));
  const far = at(2 * epsilon).value - at(-2 * epsilon).value;
  const near = at(epsilon).value - at(-epsilon).value;
  const expected = (8 * near - far) / (12 * epsilon);
  const found = summed(() => [mul(gradientsOf(projected(f), leaves)[leaf] as Tensor, along)]);
  // Rounding errors are relative to the terms of a sum, not to what is left of them when they cancel. Those of f, which
  // the differences magnify, may be alike and add up; those of the derivative are too small for that, and their root
  // of squares lets one wrong term among many be seen.
  const scale = Math.max(found.norm, Math.abs(expected), at(0).size / 10);
  const isRight = Number.isFinite(scale) && Math.abs(found.value - expected) <= tolerance * scale;
  return isRight ? undefined : {leaf, found: found.value, expected};
}

interface Summed {
  readonly value: number;
  /** The sum of the absolute terms. */
  readonly size: number;
  /** The root of the sum of the squared terms. */
  readonly norm: number;
}

/** Sums on the host, in double precision. */
function summed(terms: () => readonly Tensor[]): Summed {
  return tidy(() => {
    let [value, size, squares] = [0, 0, 0];
    for (const term of terms().flatMap((tensor) => [...tensor.dataSync()])) {
      value += term;
      size += Math.abs(term);
      squares += term * term;
    }
    return {value, size, norm: Math.sqrt(squares)};
  });
}

function moved(leaves: readonly Tensor[], index: number, along: Tensor, step: number): Tensor[] {
  return leaves.map((leaf, at) => (at === index ? add(leaf, mul(along, step)) : leaf));
}
