/**
 * Finds out which of tfjs's own gradients are wrong, and from which order on: each is put in the place of this package's, and
 * every case that runs its kernel is checked. Prints, as JSON, for each kernel that an area of gradients has a rule for: the
 * area, and the order; and the names of all kernels. A program of its own, as importing the package changes tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '#tfjs-gradients';

import {checkOrders, type Problem} from '../../src/derivatives/central-differences.js';
import {isRecordedByParts} from '../../src/tape/complex.js';
import {takeAbandonedTape} from '../../src/tfjs/recording.js';
import {gradientRegistry} from '../../src/tfjs/registry.js';
import {areaNames, importArea} from './areas.js';
import type {DerivativeCase} from './case.js';
import {areas as casesByArea} from './cases/index.js';

/** What is said of a kernel. */
export interface KernelFault {
  readonly name: string;
  readonly area: string;
  /** The first order at which tfjs's gradient is wrong, or missing; null if it is right in all cases. */
  readonly from: number | null;
}

const ORDERS = 3;
const registry = gradientRegistry();
const ofTfjs = new Map(registry);
const areaOf = await areasOfKernels();
const {valueAndGradient} = await import('../../src/index.js');
await tf.setBackend('cpu');
const cases = Object.values(casesByArea)
  .flat()
  .filter(({skip}) => skip?.cpu === undefined);
const casesOf = casesByKernel();
const faults = [...areaOf].map(([name, area]): KernelFault => ({name, area, from: wrongFrom(name)}));
const kernels = tf.getKernelsForBackend('cpu').map(({kernelName}) => kernelName);
process.stdout.write(JSON.stringify({faults, kernels: [...new Set([...kernels, ...registry.keys()])]}));

/** The area that has a rule for each kernel: whatever importing it changes in the registry; complex ones are without rules. */
async function areasOfKernels(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const {basics} = await import('../../src/gradients/basics.js');
  (await import('../../src/gradients/registration.js')).register(basics);
  for (const area of areaNames) {
    const before = new Map(registry);
    await importArea(area);
    for (const [name, config] of registry) if (before.get(name) !== config) found.set(name, area);
  }
  for (const {kernelName} of tf.getKernelsForBackend('cpu'))
    if (isRecordedByParts(kernelName) && !ofTfjs.has(kernelName)) found.set(kernelName, 'complex');
  return found;
}

/** The cases that run each kernel while a gradient is being taken, at one of the first two orders. */
function casesByKernel(): ReadonlyMap<string, ReadonlySet<DerivativeCase>> {
  const found = new Map<string, Set<DerivativeCase>>();
  const engine = tf.engine();
  const runKernel = engine.runKernel.bind(engine);
  let current: DerivativeCase | undefined;
  engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
    name: string,
    ...rest: [tf.NamedTensorMap, tf.NamedAttrMap?]
  ): T => {
    if (current !== undefined && engine.state.gradientDepth > 0)
      found.set(name, (found.get(name) ?? new Set()).add(current));
    return runKernel<T>(name, ...rest);
  };
  for (const one of cases) {
    current = one;
    rightTo(one, 2);
  }
  current = undefined;
  return found;
}

function wrongFrom(name: string): number | null {
  const theirs = ofTfjs.get(name);
  if (theirs === undefined) return 1;
  const ours = registry.get(name) as tf.GradConfig;
  registry.set(name, theirs);
  let from = Infinity;
  for (const one of casesOf.get(name) ?? []) {
    // No need to look beyond the order that is known to be wrong.
    const order = Math.min(one.order ?? ORDERS, from - 1);
    const right = one.hangsInTfjs === true ? 0 : rightTo(one, order);
    if (right < order) from = right + 1;
  }
  registry.set(name, ours);
  return from === Infinity ? null : from;
}

/** The order, at most `most`, up to which a case is right. */
function rightTo({f, args, order = ORDERS, epsilon = 0.01, tolerance}: DerivativeCase, most: number): number {
  let right = 0;
  try {
    tf.tidy(() => {
      const problem: Problem = {leaves: args(), evaluate: (leaves) => [f(...leaves)].flat(), gradientsOf};
      const orders = checkOrders(problem, {
        order: Math.min(order, most),
        epsilon,
        tolerance: tolerance?.cpu ?? 2e-3,
        seed: 1,
      });
      for (let step = orders.next(); step.done !== true; step = orders.next()) right = step.value;
    });
  } catch {
    takeAbandonedTape();
  }
  return right;
}

function gradientsOf(
  f: (leaves: readonly tf.Tensor[]) => tf.Tensor,
  leaves: readonly tf.Tensor[],
): tf.Tensor[] {
  return valueAndGradient((...at: tf.Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}
