/**
 * Whether the sweep would notice a wrong gradient. Of every gradient that a case runs, by kernel and input, two mutants are
 * made, and the cases that run it are checked until one of them fails:
 *
 * - `value`: the gradient doubled, or, where it is always zero, ones;
 * - `slope`: the gradient as it is, but with twice its derivative, which second derivatives alone can tell.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

import {valueAndGradient} from '../../src/index.js';
import {checkOrders, type Problem} from '../../src/derivatives/central-differences.js';
import {gradientRegistry} from '../../src/tfjs/registry.js';
import {gradientDepth, takeAbandonedTape, unrecorded} from '../../src/tfjs/recording.js';
import type {DerivativeCase} from './case.js';
import {areas} from './cases/index.js';

export type Mutation = 'value' | 'slope';

/** A gradient of a kernel with respect to one of its inputs, and what the sweep makes of it. */
export interface GradientReport {
  readonly kernel: string;
  readonly input: string;
  /** How many cases ran it, and how many of these in the outermost of two or more backward passes. */
  readonly cases: number;
  readonly casesAtHigherOrders: number;
  /** True where no case saw anything but zeros. */
  readonly isZero: boolean;
  /** The mutants that no case noticed. */
  readonly survivors: readonly Mutation[];
}

export interface MutantReport {
  readonly gradients: readonly GradientReport[];
  /** Kernels with a gradient in the registry. */
  readonly registered: readonly string[];
}

interface Run {
  readonly one: DerivativeCase;
  milliseconds: number;
}

interface Seen {
  readonly runs: Set<Run>;
  readonly higher: Set<Run>;
  isZero: boolean;
}

type Change = (gradient: tf.Tensor) => tf.Tensor;

await tf.setBackend('cpu');
type GradFunc = tf.GradConfig['gradFunc'];

const configs = gradientRegistry();
// Changed in place: the package would take new configurations for those of a tfjs that is registered after it.
const originals = new Map([...configs].map(([kernel, {gradFunc}]) => [kernel, gradFunc]));
const runs = Object.values(areas)
  .flat()
  .filter(({skip}) => skip?.cpu === undefined)
  .map((one): Run => ({one, milliseconds: 0}));
const seen = observe();
const gradients = [...seen].map(([key, what]) => report(key, what));
process.stdout.write(JSON.stringify({gradients, registered: [...originals.keys()]} satisfies MutantReport));

/** Runs every case, and notes which gradients it asked for. */
function observe(): Map<string, Seen> {
  const found = new Map<string, Seen>();
  let order = 1;
  for (const run of runs) {
    const note = (kernel: string, input: string, gradient: tf.Tensor): tf.Tensor => {
      const key = `${kernel}/${input}`;
      const what = found.get(key) ?? {runs: new Set(), higher: new Set(), isZero: true};
      found.set(key, what);
      what.runs.add(run);
      if (order > 1 && gradientDepth() === 0) what.higher.add(run);
      if (what.isZero) what.isZero = unrecorded(() => gradient.dataSync().every((entry) => entry === 0));
      return gradient;
    };
    for (const kernel of originals.keys()) {
      replace(kernel, (input, gradient) => note(kernel, input, gradient));
    }
    const start = performance.now();
    const mismatch = check(run.one, (next) => (order = next));
    run.milliseconds = performance.now() - start;
    if (mismatch) throw new Error(`the sweep itself fails: ${run.one.title}`);
  }
  for (const kernel of originals.keys()) restore(kernel);
  return found;
}

function report(key: string, {runs: ran, higher, isZero}: Seen): GradientReport {
  const [kernel, input] = key.split('/') as [string, string];
  const mutations: ReadonlyArray<[Mutation, Change]> = [
    ['value', (gradient) => (isZero ? tf.ones(gradient.shape) : tf.mul(gradient, 2))],
    // tf.clone off the tape is a constant there.
    [
      'slope',
      (gradient) =>
        tf.sub(
          tf.mul(gradient, 2),
          unrecorded(() => tf.clone(gradient)),
        ),
    ],
  ];
  const cheapestFirst = [...ran].sort((a, b) => a.milliseconds - b.milliseconds).map(({one}) => one);
  const survivors = mutations
    .filter(([mutation]) => !(isZero && mutation === 'slope'))
    .filter(([, change]) => survives(kernel, input, change, cheapestFirst))
    .map(([mutation]) => mutation);
  return {kernel, input, cases: ran.size, casesAtHigherOrders: higher.size, isZero, survivors};
}

function survives(kernel: string, input: string, change: Change, cases: readonly DerivativeCase[]): boolean {
  replace(kernel, (name, gradient) => (name === input ? change(gradient) : gradient));
  const notices = cases.some((one) => check(one, () => undefined));
  restore(kernel);
  return !notices;
}

/** Sends the gradients of a kernel through `change`. */
function replace(kernel: string, change: (input: string, gradient: tf.Tensor) => tf.Tensor): void {
  const original = originals.get(kernel) as GradFunc;
  setGradient(kernel, (dy, saved, attributes) => {
    const thunks = Object.entries(original(dy, saved, attributes) as Record<string, () => tf.Tensor>);
    return Object.fromEntries(thunks.map(([input, thunk]) => [input, () => change(input, thunk())]));
  });
}

function restore(kernel: string): void {
  setGradient(kernel, originals.get(kernel) as GradFunc);
}

function setGradient(kernel: string, gradFunc: GradFunc): void {
  (configs.get(kernel) as tf.GradConfig).gradFunc = gradFunc;
}

/** True if the derivatives of a case are wrong, or throw. */
function check(
  {f, args, order = 3, epsilon = 0.01, tolerance}: DerivativeCase,
  onOrder: (order: number) => void,
): boolean {
  onOrder(1);
  try {
    return tf.tidy(() => {
      const problem: Problem = {leaves: args(), evaluate: (leaves) => [f(...leaves)].flat(), gradientsOf};
      const orders = checkOrders(problem, {order, epsilon, tolerance: tolerance?.cpu ?? 2e-3, seed: 1});
      let step = orders.next();
      for (; step.done !== true; step = orders.next()) onOrder(step.value + 1);
      return step.value !== undefined;
    });
  } catch {
    takeAbandonedTape();
    return true;
  }
}

function gradientsOf(
  f: (leaves: readonly tf.Tensor[]) => tf.Tensor,
  leaves: readonly tf.Tensor[],
): tf.Tensor[] {
  return valueAndGradient((...at: tf.Tensor[]) => f(at), [...leaves], {unconnectedGradients: 'zero'})[1];
}
