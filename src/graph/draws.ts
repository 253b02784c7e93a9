/**
 * Random tensors that a program draws anew at every call, with the numbers that `f` would draw from the same `Math.random`.
 *
 * A trace tells what an operation has drawn, and from which number of `Math.random`, but not with which parameters. These are
 * found by what was drawn in two traces. Where they cannot be told, `f` is refused.
 */
import {alea} from '../random/alea.js';
import {draw, fit, type Family, type Sample} from '../random/fit.js';
import {gamma, normal, standard, truncatedNormal, uniform, type Parameters} from '../random/samplers.js';
import {simplestIn} from '../random/rounding.js';
import {GraphTraceError} from './errors.js';
import type {DrawnSeed} from './program/drawn-seed.js';
import type {Draw, Drawn, Draws} from './trace/draws.js';
import {atSource} from './trace/source.js';

/** A distribution by the numbers of `Math.random` that an operation takes for so many elements. */
type Distribution = (numbers: readonly number[]) => Family;

/** Makes what an operation makes of numbers of `Math.random`. */
export type Redraw = (numbers: readonly number[]) => Drawn;

const seeded =
  (sampler: (next: () => number, parameters: Parameters) => () => number): Distribution =>
  ([seed]) =>
  (parameters) =>
    sampler(alea(String(seed)), parameters);

/** `tf.rand` of `Math.random` itself, or of what is linear in it. */
const direct: Distribution = (numbers) => (parameters) => {
  let index = 0;
  return uniform(() => numbers[index++] as number, parameters);
};

function gammaOf(shape: number): Distribution {
  return ([seed]) =>
    (parameters) => {
      const next = alea(String(seed));
      return gamma(next, shape, parameters, normal(alea(String(next())), standard));
    };
}

/** tfjs draws the root of nine times d, which the shape is less or more than. */
function gammasOf({root = 0}: Draw): Distribution[] {
  const d = root / 9;
  const shapeNear = (shape: number): number => simplestIn([shape - 1e-12, shape + 1e-12]);
  const [small, large] = [shapeNear(d - 2 / 3), shapeNear(d + 1 / 3)];
  return [...(small > 0 && small < 1 ? [small] : []), ...(large >= 1 ? [large] : [])].map(gammaOf);
}

/** The distributions that an operation may have drawn from. */
const distributions: Readonly<Record<string, (draw: Draw) => Distribution[]>> = {
  rand: () => [direct],
  randomGamma: gammasOf,
  randomNormal: () => [seeded(normal)],
  randomUniform: () => [seeded(uniform)],
  truncatedNormal: () => [seeded(truncatedNormal)],
};

/** How to draw again what was drawn in two traces; undefined if nothing tells. */
export function redrawing(first: Draw, second: Draw): Redraw | undefined {
  const both = [first, second];
  const elements = both.map(({made}) => made);
  if (!elements.every((array) => array !== undefined) || !areOfOneKind(elements)) return undefined;
  const count = first.operation === 'rand' ? elements[0]?.length : 1;
  if (both.some(({numbers}) => numbers.length !== count)) return undefined;
  const found = distributions[first.operation]?.(first) ?? [];
  for (const distribution of found) {
    const samples = both.map(({numbers}, index): Sample => ({
      family: distribution(numbers),
      elements: elements[index] as Drawn,
    }));
    const parameters = fit(samples);
    const {length} = elements[0] as Drawn;
    const asFloats = elements[0] instanceof Float32Array;
    if (parameters !== undefined && (first.operation !== 'randomGamma' || isGammas(parameters, asFloats)))
      return (numbers) => draw(distribution(numbers)(parameters), length, asFloats);
  }
  return undefined;
}

/** Integers of a gamma distribution are rounded, not cut off, and its least number is always 0. */
function isGammas({shift}: Parameters, asFloats: boolean): boolean {
  return asFloats && shift === 0;
}

function areOfOneKind([one, other]: readonly Drawn[]): boolean {
  return one?.constructor === other?.constructor && one?.length === other?.length;
}

/** What a program takes of `Math.random` at each call. */
export interface DrawPlan {
  /** How many numbers each draw takes, in their order; those too of which the program has no use. */
  readonly counts: readonly number[];
  readonly seeds: readonly DrawnSeed[];
}

export function planOf({all}: Draws): DrawPlan {
  return {
    counts: all.map(({numbers}) => numbers.length),
    seeds: all.flatMap(({seed}) => seed ?? []),
  };
}

/** Takes the numbers of all draws, and seeds the kernels that draw. */
export function takeNumbers({counts, seeds}: DrawPlan): ReadonlyArray<readonly number[]> {
  const numbers = counts.map((count) => Array.from({length: count}, () => Math.random()));
  plantSeeds(seeds, numbers);
  return numbers;
}

export function plantSeeds(seeds: readonly DrawnSeed[], numbers: ReadonlyArray<readonly number[]>): void {
  for (const seed of seeds) seed.value = numbers[seed.place]?.[0] as number;
}

/** True if both drew by the same operations, as many numbers each. */
export function areAlike(one: readonly Draw[], other: readonly Draw[]): boolean {
  const describe = (draws: readonly Draw[]): string =>
    draws.map(({operation, numbers}) => `${operation} ${numbers.length}`).join();
  return describe(one) === describe(other);
}

export function cannotRedraw({operation}: Draw): GraphTraceError {
  return new GraphTraceError(
    `f cannot be replayed, as nothing tells with which parameters tf.${operation} has drawn`,
    'Draw standard numbers and compute with them, as in tf.add(mean, tf.mul(deviation, tf.randomNormal(shape))), ' +
      'draw before the call, or pass {useGradientTape: true}',
  );
}

export function drawsOutside(source: string | undefined): GraphTraceError {
  return new GraphTraceError(
    `f cannot be replayed, as it calls Math.random${atSource(source)}, of which a compiled call would know nothing`,
    'Draw by an operation such as tf.randomUniform, draw before the call, or pass {useGradientTape: true}',
  );
}
