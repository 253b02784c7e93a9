import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {graph, valueAndGradient} from '../../src/index.js';
import {tensorsIn} from '../support.js';
import {onEachGraphBackend} from './graph-backends.js';
import {floatOperations} from './random/element-wise.js';
import {imageOperations} from './random/images.js';
import {
  argumentsFor,
  randomNumbers,
  randomPrograms,
  run,
  type Disturb,
  type RandomProgram,
} from './random/programs.js';

type F = (...args: tf.Tensor[]) => [tf.Tensor[], tf.Tensor[]];

const plain =
  (program: RandomProgram, disturb?: Disturb): F =>
  (...args) =>
    run(program, args, disturb);

const differentiate = (f: F, args: tf.Tensor[]): unknown =>
  valueAndGradient(f, args, {argnums: [0, 1], hasAux: true});

/** What is compared of a tensor. */
interface Elements {
  readonly type: string;
  readonly values: readonly number[];
}

function elementsIn(result: unknown): Elements[] {
  return tensorsIn(result).map((tensor) => ({
    type: `${tensor.dtype}[${String(tensor.shape)}]`,
    values: Array.from(tensor.dataSync()),
  }));
}

/** Where two results differ, in words; undefined where they agree up to rounding. */
function difference(found: readonly Elements[], expected: readonly Elements[]): string | undefined {
  if (found.length !== expected.length) return `${found.length} tensors, not ${expected.length}`;
  for (const [index, {type, values}] of expected.entries()) {
    const other = found[index] as Elements;
    if (other.type !== type) return `tensor ${index} is ${other.type}, not ${type}`;
    const largest = values.reduce(
      (most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 1),
      1,
    );
    const tolerance = type.startsWith('float32') ? 2e-4 * largest : 0;
    const at = values.findIndex((value, place) => !isClose(other.values[place] as number, value, tolerance));
    if (at >= 0) return `tensor ${index}, ${type}: element ${at} is ${other.values[at]}, not ${values[at]}`;
  }
  return undefined;
}

function isClose(found: number, expected: number, tolerance: number): boolean {
  return Object.is(found, expected) || Math.abs(found - expected) <= tolerance;
}

/** False where tfjs has no gradient, as for the remainder of integers that were cast. */
function isDifferentiable(program: RandomProgram): boolean {
  try {
    return tf.tidy(() => differentiate(plain(program), argumentsFor(program, 1)) !== undefined);
  } catch {
    return false;
  }
}

/** True where a little rounding changes what the tape gives: a comparison of two values that are all but equal. */
function isIllConditioned(program: RandomProgram, args: tf.Tensor[], expected: readonly Elements[]): boolean {
  return [1, 2, 3, 4, 5, 6].some((seed) => {
    const next = randomNumbers(seed);
    const disturb: Disturb = (result) => {
      if (result.dtype !== 'float32') return result;
      const values = result.dataSync();
      const noise = values.map((value) => (Number.isInteger(value) ? 0 : (next() - 0.5) * 4e-6));
      return tf.add(result, tf.tensor(noise, result.shape));
    };
    return difference(elementsIn(differentiate(plain(program, disturb), args)), expected) !== undefined;
  });
}

interface Sample {
  readonly runs: number;
  /** Every so manieth float of the arguments is extreme. */
  readonly extremes?: number;
  readonly among?: (program: RandomProgram) => boolean;
}

/** On webgl every shape costs a shader of each kernel. */
const runsOn: Readonly<Record<string, number>> = {cpu: 150, wasm: 30, webgl: 8};

/** Expects that graph and tape agree on so many programs, each time by a compiled program. */
async function expectAgreement({runs, extremes, among = () => true}: Sample): Promise<void> {
  let [compiledRuns, illConditioned] = [0, 0];
  const agree = async (program: RandomProgram, traced: number[], at: number): Promise<void> => {
    // A browser that is busy for too long is given up.
    await new Promise((resolve) => setTimeout(resolve));
    fc.pre(among(program) && isDifferentiable(program));
    const g = graph(plain(program));
    try {
      tf.tidy(() => {
        for (const seed of traced) differentiate(g, argumentsFor(program, seed));
        const args = argumentsFor(program, at, extremes);
        const expected = elementsIn(differentiate(plain(program), args));
        for (const how of ['found', 'known']) {
          const differs = difference(elementsIn(differentiate(g, args)), expected);
          if (differs === undefined) continue;
          if (!isIllConditioned(program, args, expected)) throw new Error(`${how}: ${differs}`);
          illConditioned++;
        }
      });
      compiledRuns += g.inspect().signatures.filter(({calls}) => calls === 4).length;
    } finally {
      g.dispose();
    }
  };
  const seeds = fc.integer({min: 1, max: 1e6});
  const property = fc.asyncProperty(randomPrograms, fc.tuple(seeds, seeds), seeds, agree);
  await fc.assert(property, {numRuns: runs, seed: 7});
  expect(compiledRuns).to.equal(runs);
  // With this seed there is none of them on cpu; a GPU rounds otherwise.
  if (tf.getBackend() === 'cpu') expect(illConditioned).to.equal(0);
  else expect(illConditioned).to.be.below(runs / 10);
}

onEachGraphBackend('graph and tape agree on random programs', () => {
  it('at other arguments than those traced, when a program is found and when a request is known', async function () {
    this.timeout(120_000);
    // Among the others are programs that end the page within tfjs's own kernels on wasm.
    const isSafe = ({steps}: RandomProgram): boolean =>
      tf.getBackend() !== 'wasm' || steps.every(({operation}) => operation in floatOperations);
    await expectAgreement({runs: runsOn[tf.getBackend()] ?? 30, among: isSafe});
  });

  it('at infinities, NaN, zeros of either sign and numbers of any magnitude', async function () {
    this.timeout(120_000);
    // A GPU may take them for anything, and compiled programs of other backends are its kernels.
    if (tf.getBackend() !== 'cpu') this.skip();
    // Of images the kernels skip what is not finite where the machine computes with it.
    const among = ({steps}: RandomProgram): boolean =>
      !steps.some(({operation}) => operation in imageOperations);
    await expectAgreement({runs: 80, extremes: 6, among});
  });
});
