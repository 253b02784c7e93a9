/**
 * The second property: the tape's derivatives are those of central differences. Only where differences say clearly what
 * the derivative is: where they converge as the step shrinks, and agree from either side.
 */
import * as tf from '@tensorflow/tfjs-core';

import {
  checkOrders,
  type Mismatch,
  type Problem,
  type Projected,
} from '../../src/derivatives/central-differences.js';
import {valueAndGradient} from '../../src/index.js';
import {mapStructure} from '../../src/tree.js';
import {parametersOf} from './answer.js';
import type {Verdict} from './agreement.js';
import {instantiate, pack, tensorOf, type Instance} from './instance.js';
import {operations} from './operations/index.js';
import {argumentsOf, type Program} from './program.js';
import {withRounding} from './rounding.js';
import {inScope} from './scope.js';

const STEPS = [0.01, 0.02, 0.005, 0.0025];
/** The sweep's own, by backend: kernels of webgl and wasm compute exp, tanh and the like less exactly. */
const TOLERANCES: Readonly<Record<string, number>> = {cpu: 2e-3, webgl: 1e-2, wasm: 2e-3};

export type SlopeVerdict = Verdict | {readonly kind: 'not smooth' | 'not asked' | 'throws'};

/** True of programs whose slope differences can tell. */
export function hasSlope(program: Program): boolean {
  const {form, throws, operations: drawn, parts} = program;
  const isSlope = drawn.every((name) => operations[name]?.notItsSlope === undefined);
  return isSlope && !throws && form.api !== 'value' && form.specials === 0 && parts.length > 0;
}

export function checkSlopes(program: Program, order: 1 | 2): SlopeVerdict {
  const instance = instantiate(program);
  tf.engine().startScope();
  try {
    instance.given(1).dispose();
    const problem = problemOf(program, instance);
    if (problem === undefined) return {kind: 'not asked'};
    return judgeNearby(problem, order);
  } catch (error) {
    // What the tape refuses is for the other property.
    if (error instanceof Error && error.message.startsWith('internal')) throw error;
    return {kind: 'throws'};
  } finally {
    tf.engine().endScope();
    instance.dispose();
  }
}

function problemOf(program: Program, instance: Instance): Problem | undefined {
  const args = argumentsOf(program);
  const tensors = args.map((input) => tensorOf(input, 1));
  const leaves = tensors.filter(({dtype}) => dtype === 'float32');
  const evaluate = (at: readonly tf.Tensor[]): tf.Tensor[] => {
    let next = 0;
    const values = tensors.map((tensor) => (tensor.dtype === 'float32' ? (at[next++] as tf.Tensor) : tensor));
    return floatsIn(program.form.hasAux, instance.f(...parametersOf(pack(program.form, values))));
  };
  const parts = evaluate(leaves);
  return parts.length === 0 ? undefined : {leaves, evaluate, gradientsOf};
}

function floatsIn(hasAux: boolean, result: unknown): tf.Tensor[] {
  const floats: tf.Tensor[] = [];
  mapStructure(hasAux ? (result as unknown[])[0] : result, '', (leaf) => {
    if (leaf instanceof tf.Tensor && leaf.dtype === 'float32') floats.push(leaf);
  });
  return floats;
}

function gradientsOf(f: Projected, leaves: readonly tf.Tensor[]): tf.Tensor[] {
  return valueAndGradient((...at: tf.Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}

function mismatchAt(problem: Problem, order: number, epsilon: number): Mismatch | undefined {
  const tolerance = TOLERANCES[tf.getBackend()] ?? 2e-3;
  return inScope(() => {
    const orders = checkOrders(problem, {order, epsilon, tolerance, seed: 3});
    let step = orders.next();
    while (step.done !== true) step = orders.next();
    return step.value;
  });
}

/** How far the other points are. */
const NEARBY = 0.2;

/** A fault of a rule is one at points nearby as well; a kink between two steps of the differences is not. */
function judgeNearby(problem: Problem, order: number): SlopeVerdict {
  const verdict = judge(problem, order);
  if (verdict.kind !== 'fault') return verdict;
  for (const seed of [1, 2]) {
    const leaves = problem.leaves.map((leaf) =>
      tf.add(leaf, tf.randomUniform(leaf.shape, -NEARBY, NEARBY, 'float32', seed)),
    );
    if (judge({...problem, leaves}, order).kind !== 'fault') return {kind: 'not smooth'};
  }
  return verdict;
}

/** A mismatch is a fault where the differences of all steps say the same, and it is not what the tape says. */
function judge(problem: Problem, order: number): SlopeVerdict {
  const mismatches: Mismatch[] = [];
  for (const epsilon of STEPS) {
    const mismatch = mismatchAt(problem, order, epsilon);
    if (mismatch === undefined) return mismatches.length === 0 ? {kind: 'agrees'} : {kind: 'not smooth'};
    mismatches.push(mismatch);
  }
  const [first] = mismatches as [Mismatch];
  const expected = mismatches.map((mismatch) => mismatch.expected);
  const apart = Math.max(...expected) - Math.min(...expected);
  const isSame = mismatches.every(({order: at, leaf}) => at === first.order && leaf === first.leaf);
  const error = Math.min(...mismatches.map((mismatch) => Math.abs(mismatch.found - mismatch.expected)));
  // A comparison with NaN is false.
  const converges = isSame && apart <= error / 4;
  if (!converges && Number.isFinite(first.found)) return {kind: 'not smooth'};
  if (hasKink(problem, first) || isRounding(problem, first)) return {kind: 'not smooth'};
  const text = `the derivative of order ${first.order} by float argument ${first.leaf} is ${first.found} along a direction, differences give ${expected.join(', ')}`;
  return {kind: 'fault', property: 'slope', text};
}

/** True where the error is no larger than what rounding makes of it. */
function isRounding(problem: Problem, {order, leaf}: Mismatch): boolean {
  const errors = [1, 2, 3, 4, 5].map((seed) => {
    const mismatch = withRounding(seed, () => mismatchAt(problem, order, 0.02));
    return mismatch?.leaf === leaf && mismatch.order === order ? mismatch.found - mismatch.expected : 0;
  });
  const [low, high] = [Math.min(...errors), Math.max(...errors)];
  return high - low >= Math.abs(high + low) / 2;
}

/** Differences from the left and the right, which meet as the step shrinks where a function is smooth. */
function hasKink({leaves, evaluate, gradientsOf: gradients}: Problem, {order, leaf}: Mismatch): boolean {
  const at = (point: readonly tf.Tensor[]): readonly tf.Tensor[] =>
    order === 1 ? evaluate(point) : gradients((xs) => sumOf(evaluate(xs)), point);
  const along = tf.randomUniform((leaves[leaf] as tf.Tensor).shape, -1, 1, 'float32', 5);
  const numbers = (step: number): number[] =>
    inScope(() => {
      const moved = leaves.map((x, index) => (index === leaf ? tf.add(x, tf.mul(along, step)) : x));
      return at(moved).flatMap((part) => Array.from(part.dataSync()));
    });
  const middle = numbers(0);
  const gap = (step: number): number => {
    const [left, right] = [numbers(-step), numbers(step)];
    return middle.reduce((sum, value, i) => {
      const apart = (right[i] as number) + (left[i] as number) - 2 * value;
      return sum + Math.abs(apart / step);
    }, 0);
  };
  const [wide, narrow] = [gap(0.01), gap(0.0025)];
  const rounding = (middle.reduce((sum, value) => sum + Math.abs(value), 0) * 4e-7) / 0.0025;
  return !Number.isFinite(narrow) || narrow > 0.5 * wide + rounding;
}

const sumOf = (parts: readonly tf.Tensor[]): tf.Tensor =>
  parts.reduce((sum: tf.Tensor, part) => tf.add(sum, tf.sum(tf.square(part))), tf.scalar(0));
