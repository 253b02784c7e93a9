/**
 * The parameters of a distribution, found by what was drawn: each element of a tensor confines shift + scale · z, where z is
 * the same draw from the standard distribution, to the numbers that are stored as this element.
 */
import type {Interval} from './rounding.js';
import {simplestIn} from './rounding.js';
import type {Parameters} from './samplers.js';

/** What is known of one element. */
export interface Point {
  readonly z: number;
  readonly interval: Interval;
}

/** All scales, and for one scale all shifts, that no point speaks against. */
export interface Region {
  readonly scales: Interval;
  shiftsAt(scale: number): Interval;
}

/** Each step leaves two thirds of an interval, or half of it: after so many it is a rounding error. */
const STEPS = 110;

/** Undefined if no parameters explain the points, or if these have but one z between them. */
export function regionOf(points: readonly Point[]): Region | undefined {
  const [first, last] = extremesOf(points);
  const width = last.z - first.z;
  if (!(width > 0)) return undefined;
  const shiftsAt = (scale: number): Interval => [
    points.reduce((most, {z, interval}) => Math.max(most, interval[0] - scale * z), -Infinity),
    points.reduce((least, {z, interval}) => Math.min(least, interval[1] - scale * z), Infinity),
  ];
  // How far the bounds of the shift miss each other is a convex function of the scale.
  const gapAt = (scale: number): number => {
    const [lower, upper] = shiftsAt(scale);
    return lower - upper;
  };
  const lowest = (last.interval[0] - first.interval[1]) / width;
  const highest = (last.interval[1] - first.interval[0]) / width;
  const best = leastOf(gapAt, lowest, highest);
  if (!(gapAt(best) <= 0)) return undefined;
  return {scales: [edgeOf(gapAt, best, lowest), edgeOf(gapAt, best, highest)], shiftsAt};
}

/** The parameters of the fewest digits. */
export function simplestParameters({scales, shiftsAt}: Region): Parameters {
  const scale = simplestIn(scales);
  return {scale, shift: simplestIn(shiftsAt(scale))};
}

/** The only integers; undefined if there are none, or several. */
export function integerParameters({scales, shiftsAt}: Region): Parameters | undefined {
  const found: Parameters[] = [];
  for (let scale = Math.ceil(scales[0]); scale <= scales[1] && found.length < 2; scale++) {
    const [lower, upper] = shiftsAt(scale);
    // Zero in the place of a negative zero.
    for (let shift = Math.ceil(lower) + 0; shift <= upper && found.length < 2; shift++)
      found.push({shift, scale});
  }
  return found.length === 1 ? found[0] : undefined;
}

function extremesOf(points: readonly Point[]): readonly [Point, Point] {
  return points.reduce<readonly [Point, Point]>(
    ([first, last], point) => [point.z < first.z ? point : first, point.z > last.z ? point : last],
    [points[0] as Point, points[0] as Point],
  );
}

/** Where a convex function is least. */
function leastOf(f: (x: number) => number, from: number, to: number): number {
  let [lower, upper] = [from, to];
  for (let step = 0; step < STEPS; step++) {
    const third = (upper - lower) / 3;
    if (f(lower + third) < f(upper - third)) upper -= third;
    else lower += third;
  }
  return (lower + upper) / 2;
}

/** The last place from `inside` to `outside` at which a convex function is not above zero. */
function edgeOf(f: (x: number) => number, inside: number, outside: number): number {
  if (f(outside) <= 0) return outside;
  let [good, bad] = [inside, outside];
  for (let step = 0; step < STEPS; step++) {
    const middle = (good + bad) / 2;
    if (f(middle) <= 0) good = middle;
    else bad = middle;
  }
  return good;
}
