/**
 * Whether a difference is one that rounding alone makes: an ill-conditioned program has no better results than these.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {keepsArrays} from '../../tfjs/engine.js';
import type {Program} from '../program/program.js';
import type {Captured} from '../run/runner.js';
import {
  allowedFor,
  differenceIn,
  elementsOf,
  isClose,
  type Difference,
  type Tolerance,
} from './comparison.js';
import type {Evidence} from './evidence.js';
import {Noise} from './noise.js';
import {runProbed, type Probe} from './probed-run.js';
import {readsSpecialValues} from './special-values.js';
import {MARGIN} from './tolerance.js';

/** How often rounding errors are drawn at most: the chance that a difference is missed each time falls with every run. */
const RUNS = 6;

/** Any numbers that are odd enough. */
const SEEDS = 0x9e3779b9;

/** What was found to explain the differences. */
export type Explanation = 'rounding' | 'special values';

/** Spreads of the outputs that differ: how far runs with other rounding errors are from the tape. */
type Spreads = ReadonlyMap<number, Float64Array>;

/** What a program was given and has to give, but for the outputs that are skipped. */
interface Compared extends Pick<Evidence, 'inputs' | 'outputs'> {
  readonly skipped: ReadonlySet<number>;
}

/**
 * Runs the program as it was traced with rounding errors at random, until they explain all differences.
 *
 * @param found What the compiled program has given.
 * @returns Undefined where rounding does not explain them.
 */
export function explain(
  traced: Program,
  captured: Captured,
  {inputs, outputs, skipped}: Compared,
  found: readonly Tensor[],
  tolerance: Tolerance,
): Explanation | undefined {
  const differing = outputs.flatMap((output, index) =>
    !skipped.has(index) && differenceIn(index, found[index] as Tensor, output, tolerance) ? index : [],
  );
  if (differing.some((index) => !isComparable(found[index] as Tensor, outputs[index] as Tensor)))
    return undefined;
  if (!isReproduced(traced, captured, {inputs, outputs, skipped}, tolerance)) return undefined;
  const spreads: Spreads = new Map(
    differing.map((index) => [index, new Float64Array(elementsOf(outputs[index] as Tensor).length)]),
  );
  for (let run = 0; run < RUNS; run++) {
    const probe = new Watching(run + 1);
    const noisy = runProbed(traced, captured, inputs, probe);
    for (const [index, spread] of spreads)
      widen(spread, elementsOf(noisy[index] as Tensor), elementsOf(outputs[index] as Tensor));
    noisy.forEach((tensor) => tensor.dispose());
    const isExplained = (how: Explanation): boolean =>
      [...spreads].every(
        ([index, spread]) =>
          explains(spread, index, found[index] as Tensor, outputs[index] as Tensor, tolerance, how) ===
          undefined,
      );
    if (isExplained('rounding')) return 'rounding';
    if (probe.hasSeenSpecialValues && isExplained('special values')) return 'special values';
  }
  return undefined;
}

/** Whether the program as traced gives the tape's results, so that other ones are due to the rounding errors alone. */
function isReproduced(
  traced: Program,
  captured: Captured,
  {inputs, outputs, skipped}: Compared,
  tolerance: Tolerance,
): boolean {
  const again = runProbed(traced, captured, inputs, {});
  const isSame = outputs.every((output, index) => {
    return skipped.has(index) || differenceIn(index, again[index] as Tensor, output, tolerance) === undefined;
  });
  again.forEach((tensor) => tensor.dispose());
  return isSame;
}

class Watching implements Probe {
  hasSeenSpecialValues = false;
  readonly #noise: Noise;
  readonly reads: NonNullable<Probe['reads']>;
  readonly makes: NonNullable<Probe['makes']>;

  constructor(run: number) {
    this.#noise = new Noise(Math.imul(SEEDS, run));
    const looks = keepsArrays();
    this.reads = (node, operand) => {
      if (looks && readsSpecialValues(node, operand)) this.hasSeenSpecialValues = true;
      return this.#noise.reads(node, operand);
    };
    this.makes = (node, made) => this.#noise.makes(node, made);
  }
}

function isComparable(found: Tensor, expected: Tensor): boolean {
  return (
    expected.dtype !== 'string' &&
    found.dtype === expected.dtype &&
    String(found.shape) === String(expected.shape)
  );
}

/** Infinite where rounding decides whether a number is finite, or which infinity it is. */
function widen(spread: Float64Array, noisy: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let index = 0; index < spread.length; index++) {
    const [a, b] = [noisy[index] as number, expected[index] as number];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const distance = Math.abs(a - b);
    spread[index] = Math.max(spread[index] as number, Number.isNaN(distance) ? Infinity : distance);
  }
}

function explains(
  spread: Float64Array,
  output: number,
  found: Tensor,
  expected: Tensor,
  tolerance: Tolerance,
  how: Explanation,
): Difference | undefined {
  const [a, b] = [elementsOf(found), elementsOf(expected)];
  const own = allowedFor(expected, tolerance);
  const shared = tolerance.isOfScale ? typicalSpread(spread) : 0;
  for (let index = 0; index < b.length; index++) {
    const [x, y, wide] = [a[index] as number, b[index] as number, spread[index] as number];
    if (wide === Infinity || isClose(x, y, own(y, index) + MARGIN * (wide + shared))) continue;
    if (how === 'special values' && !(Number.isFinite(x) && Number.isFinite(y))) continue;
    return {output, index, found: x, expected: y};
  }
  return undefined;
}

function typicalSpread(spread: Float64Array): number {
  let sum = 0;
  for (const wide of spread) if (wide !== Infinity) sum += wide * wide;
  return Math.sqrt(sum / Math.max(1, spread.length));
}
