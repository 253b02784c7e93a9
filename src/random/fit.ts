/**
 * Finds the parameters with which a distribution gives what was drawn from it, and nothing else explains it.
 */
import {integerParameters, regionOf, simplestParameters, type Point} from './parameters.js';
import {roundedTo, truncatedTo} from './rounding.js';
import {standard, type Parameters, type Sampler} from './samplers.js';

/** Draws from one distribution, by a generator that begins anew each time. */
export type Family = (parameters: Parameters) => Sampler;

/** What was drawn at one time. */
export interface Sample {
  readonly family: Family;
  readonly elements: Float32Array | Int32Array;
}

/** So many elements leave no doubt of two parameters. */
const ENOUGH_FLOATS = 4;

/** Integers tell little each. */
const ENOUGH_INTEGERS = 16;

/** Numbers of more digits are found between any two elements. */
const FEW_DIGITS = 3;

/** Undefined if no parameters give every element of all samples, or if others may as well. */
export function fit(samples: readonly Sample[]): Parameters | undefined {
  const ofFloats = samples.every(({elements}) => elements instanceof Float32Array);
  if (ofFloats && samples.every((sample) => firstOther(sample, standard) < 0)) return standard;
  const points = samples.map((sample) => pointsOf(sample, ofFloats ? roundedTo : truncatedTo));
  const count = new Set(points.flat().map(({z}) => z)).size;
  const found = ofFloats ? fitFloats(samples, points) : fitIntegers(samples, points);
  if (count >= (ofFloats ? ENOUGH_FLOATS : ENOUGH_INTEGERS)) return found;
  return ofFloats && found !== undefined && hasFewDigits(found) ? found : undefined;
}

/** Begins with some of the points, and adds what speaks against the parameters that these allow. */
function fitFloats(
  samples: readonly Sample[],
  points: ReadonlyArray<readonly Point[]>,
): Parameters | undefined {
  const used = points.flatMap((some) => some.slice(0, 64));
  for (let round = 0; round < 64; round++) {
    const region = used.length === 0 ? undefined : regionOf(used);
    if (region === undefined) return undefined;
    const parameters = simplestParameters(region);
    const others = samples.map((sample) => firstOther(sample, parameters));
    if (others.every((index) => index < 0)) return parameters;
    others.forEach((index, sample) => {
      const point = points[sample]?.[index];
      if (point !== undefined) used.push(point);
    });
  }
  return undefined;
}

function fitIntegers(
  samples: readonly Sample[],
  points: ReadonlyArray<readonly Point[]>,
): Parameters | undefined {
  const all = points.flat();
  const region = all.length === 0 ? undefined : regionOf(all);
  const parameters = region && integerParameters(region);
  const fits = parameters !== undefined && samples.every((sample) => firstOther(sample, parameters) < 0);
  return fits ? parameters : undefined;
}

function pointsOf({family, elements}: Sample, intervalOf: (element: number) => Point['interval']): Point[] {
  const sampler = family(standard);
  return Array.from(elements, (element) => ({z: sampler(), interval: intervalOf(element)}));
}

/** The index of the first element that the parameters do not give; -1 if there is none. */
function firstOther({family, elements}: Sample, parameters: Parameters): number {
  const drawn = draw(family(parameters), elements.length, elements instanceof Float32Array);
  return elements.findIndex((element, index) => element !== drawn[index]);
}

/** So many numbers as they are stored in a tensor of floats or integers. */
export function draw(sampler: Sampler, count: number, asFloats: boolean): Float32Array | Int32Array {
  const elements = asFloats ? new Float32Array(count) : new Int32Array(count);
  for (let index = 0; index < count; index++) elements[index] = sampler();
  return elements;
}

function hasFewDigits({shift, scale}: Parameters): boolean {
  return [shift, scale].every((number) => Number(number.toPrecision(FEW_DIGITS)) === number);
}
