/**
 * Which real numbers are stored as an element of a tensor.
 */

/** A closed interval. */
export type Interval = readonly [lower: number, upper: number];

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The numbers that are rounded to this float32. */
export function roundedTo(element: number): Interval {
  return [halfway(element, -1), halfway(element, 1)];
}

/** Half the way to the next float32 in a direction. */
function halfway(element: number, direction: 1 | -1): number {
  float[0] = element;
  const isAwayFromZero = element > 0 === direction > 0;
  if (element === 0) return direction * 2 ** -150;
  bits[0] = (bits[0] as number) + (isAwayFromZero ? 1 : -1);
  return (element + float[0]) / 2;
}

/** How far below the next integer a number is at least. */
const LESS = 1e-9;

/** The numbers of which this int32 is the integer part. */
export function truncatedTo(element: number): Interval {
  return [element > 0 ? element : element - 1 + LESS, element < 0 ? element : element + 1 - LESS];
}

/** The number of the fewest digits within an interval. */
export function simplestIn([lower, upper]: Interval): number {
  if (lower <= 0 && upper >= 0) return 0;
  const middle = lower + (upper - lower) / 2;
  for (let digits = 1; digits < 17; digits++) {
    const number = Number(middle.toPrecision(digits));
    if (number >= lower && number <= upper) return number;
  }
  return middle;
}
