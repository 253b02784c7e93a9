/**
 * Runs the cases of the sweep on `tfjs-value-and-gradient/core`, and prints what came of each as JSON. If the command line
 * names areas of gradients, imports them, and runs the cases that run one of the kernels of the first. The
 * environment may name another BACKEND than cpu. A program of its own, as importing changes tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {createRequire} from 'node:module';
import {dirname} from 'node:path';

import {checkOrders, type Problem} from '../../src/derivatives/central-differences.js';
import {valueAndGradient} from '../../src/entries/core.js';
import {kernels} from '../../src/gradients/faults.js';
import {importArea, type Area} from './areas.js';
import {areas as casesByArea} from './cases/index.js';
import type {Backend, DerivativeCase} from './case.js';

export interface CoreReport {
  readonly title: string;
  /** The kernels that ran. */
  readonly kernels: readonly string[];
  readonly order: number;
  readonly right: number;
  /** What a derivative was found to be that is not right, as text: JSON has no NaN. */
  readonly wrong?: string;
  /** What was thrown. */
  readonly error?: string;
}

/** What the name of a kernel ends in that another's gradient runs. */
const BACKWARD = /(Grad|Backprop\w*)$/;

const [area, ...others] = process.argv.slice(2) as Area[];
for (const one of [area, ...others]) if (one !== undefined) await importArea(one);
const backend = (process.env['BACKEND'] ?? 'cpu') as Backend;
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend(backend);
const ran = new Set<string>();
noteKernels();
const highest = area === undefined ? 1 : 2;
const cases = Object.values(casesByArea)
  .flat()
  .filter((one) => one.skip?.[backend] === undefined && (area === undefined || runsKernelOf(area, one)))
  .map(report);
process.stdout.write(JSON.stringify(cases));

function runsKernelOf(area: Area, {f, args}: DerivativeCase): boolean {
  ran.clear();
  scoped(() => f(...args()));
  return kernels[area]?.some((name) => ran.has(name.replace(BACKWARD, ''))) === true;
}

function report({title, f, args, order: most = 3, epsilon = 0.01, tolerance}: DerivativeCase): CoreReport {
  const order = Math.min(most, highest);
  ran.clear();
  let right = 0;
  const done = (more: Partial<CoreReport>): CoreReport => ({title, kernels: [...ran], order, right, ...more});
  try {
    return scoped(() => {
      const problem: Problem = {leaves: args(), evaluate: (leaves) => [f(...leaves)].flat(), gradientsOf};
      const orders = checkOrders(problem, {order, epsilon, tolerance: tolerance?.[backend] ?? 2e-3, seed: 1});
      let step = orders.next();
      for (; step.done !== true; step = orders.next()) right = step.value;
      return done(step.value === undefined ? {} : {wrong: String(step.value.found)});
    });
  } catch (error) {
    return done({error: String(error)});
  }
}

function scoped<T>(f: () => T): T {
  tf.engine().startScope();
  try {
    return f();
  } finally {
    tf.engine().endScope();
  }
}

function gradientsOf(
  f: (leaves: readonly tf.Tensor[]) => tf.Tensor,
  leaves: readonly tf.Tensor[],
): tf.Tensor[] {
  return valueAndGradient((...at: tf.Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}

function noteKernels(): void {
  const engine = tf.engine();
  const runKernel = engine.runKernel.bind(engine);
  engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
    name: string,
    ...rest: [tf.NamedTensorMap, tf.NamedAttrMap?]
  ): T => {
    ran.add(name);
    return runKernel<T>(name, ...rest);
  };
}
