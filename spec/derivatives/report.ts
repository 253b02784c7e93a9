/**
 * Runs every case of the sweep, with tfjs as it is or with this package, and prints what is right as JSON. A program of
 * its own for each, as importing the package changes tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '#tfjs-gradients';

import {checkOrders, type Problem, type Projected} from '../../src/derivatives/central-differences.js';
import {takeAbandonedTape} from '../../src/tfjs/recording.js';
import {isRecordedByParts} from '../../src/tape/complex.js';
import {isFused} from '../../src/tape/fused-operations.js';
import type {DerivativeCase} from './case.js';
import {areas} from './cases/index.js';

type GradientsOf = Problem['gradientsOf'];

/** What the sweep says of one case. */
export interface CaseReport {
  readonly area: string;
  readonly title: string;
  /** The highest order that there is to check. */
  readonly order: number;
  /** The highest order up to which the derivatives are right. */
  readonly right: number;
  /** What went wrong at the next one. */
  readonly fault?: string;
}

export interface Report {
  readonly cases: readonly CaseReport[];
  /** Every kernel of the backend: whether it has a gradient, and whether a case asked for it while a tape was recording. */
  readonly kernels: ReadonlyArray<{
    readonly name: string;
    readonly hasGradient: boolean;
    /** True if it is recorded as operations on its parts, and so needs no gradient function. */
    readonly isByParts: boolean;
    readonly differentiated: boolean;
  }>;
}

const withPackage = process.argv[2] === 'package';
await tf.setBackend('cpu');
const gradientsOf = withPackage ? await gradientsOfPackage() : gradientsOfTfjs;
const recorded = recordKernels();
const cases = Object.entries(areas).flatMap(([area, list]) =>
  list.filter(({skip}) => skip?.cpu === undefined).map((one) => reportCase(area, one)),
);
const kernels = tf
  .getKernelsForBackend('cpu')
  .map(({kernelName: name}) => ({
    name,
    hasGradient:
      (tf.getGradient(name) as tf.GradConfig | undefined) !== undefined ||
      (withPackage && (isRecordedByParts(name) || isFused(name))),
    isByParts: isRecordedByParts(name) || isFused(name),
    differentiated: recorded.has(name),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
process.stdout.write(JSON.stringify({cases, kernels} satisfies Report));

async function gradientsOfPackage(): Promise<GradientsOf> {
  const {valueAndGradient} = await import('../../src/index.js');
  return (f, leaves) =>
    valueAndGradient((...at: tf.Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}

function gradientsOfTfjs(f: Projected, leaves: readonly tf.Tensor[]): tf.Tensor[] {
  const {grads} = tf.engine().gradients(() => f(leaves), [...leaves], undefined, true);
  return leaves.map((leaf, index) => (grads[index] as tf.Tensor | undefined) ?? tf.zerosLike(leaf));
}

function reportCase(area: string, one: DerivativeCase): CaseReport {
  if (one.hangsInTfjs === true && !withPackage) {
    return {area, title: one.title, order: one.order ?? 3, right: 0, fault: 'never returns'};
  }
  return checkCase(area, one);
}

function checkCase(
  area: string,
  {title, f, args, order = 3, epsilon = 0.01, tolerance}: DerivativeCase,
): CaseReport {
  let right = 0;
  try {
    const fault = tf.tidy(() => {
      const problem: Problem = {leaves: args(), evaluate: (leaves) => [f(...leaves)].flat(), gradientsOf};
      const orders = checkOrders(problem, {order, epsilon, tolerance: tolerance?.cpu ?? 2e-3, seed: 1});
      let step = orders.next();
      for (; step.done !== true; step = orders.next()) right = step.value;
      return step.value && `found ${step.value.found}, expected ${step.value.expected}`;
    });
    return {area, title, order, right, ...(fault === undefined ? {} : {fault})};
  } catch (error) {
    abandonTape();
    return {area, title, order, right, fault: error instanceof Error ? error.message : String(error)};
  }
}

/** tfjs leaves its tape behind where a gradient throws. */
function abandonTape(): void {
  const {state} = tf.engine();
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  takeAbandonedTape();
}

/** The names of the kernels that are asked for while a tape is recording. */
function recordKernels(): ReadonlySet<string> {
  const names = new Set<string>();
  const engine = tf.engine();
  const runKernel = engine.runKernel.bind(engine);
  engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
    name: string,
    ...rest: [tf.NamedTensorMap, tf.NamedAttrMap?]
  ): T => {
    if (engine.state.gradientDepth > 0) names.add(name);
    return runKernel<T>(name, ...rest);
  };
  return names;
}
