/**
 * The error function in double precision: near 0 by its series of positive terms (Abramowitz and Stegun 7.1.6), beyond by
 * its Taylor series around the nearest multiple of a quarter.
 */

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** From here on 1 is the nearest float64. */
const LARGEST = 5.93;

/** Values at 0.5, 0.75, 1 … 6, computed with 60 digits. */
const values = [
  0.5204998778130465, 0.7111556336535151, 0.8427007929497149, 0.9229001282564583, 0.9661051464753108,
  0.9866716712191824, 0.9953222650189527, 0.9985372834133188, 0.999593047982555, 0.9998993780778803,
  0.9999779095030014, 0.9999956972205363, 0.9999992569016276, 0.9999998862727434, 0.9999999845827421,
  0.9999999981494259, 0.9999999998033839, 0.9999999999815149, 0.9999999999984626, 0.9999999999998869,
  0.9999999999999927, 0.9999999999999996, 1,
];

const FIRST = 0.5;
const SPACING = 0.25;

/** So many terms reach float64 at half a spacing from the center. */
const TERMS = 18;

export function erf(x: number): number {
  const size = Math.abs(x);
  if (size >= LARGEST) return Math.sign(x);
  return size < FIRST - SPACING / 2 || Number.isNaN(x) ? nearZero(x) : Math.sign(x) * nearTable(size);
}

function nearZero(x: number): number {
  const square = x * x;
  let term = x;
  // With the sign of x, that of a zero.
  let rest = 0 * x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(x); n++) {
    term *= (2 * square) / (2 * n + 1);
    rest += term;
  }
  return TWO_OVER_SQRT_PI * (Math.exp(-square) * (x + rest));
}

/** The coefficients of exp(-x²) around c follow from its differential equation: (k+1)·a[k+1] = -2(c·a[k] + a[k-1]). */
function nearTable(x: number): number {
  const index = Math.round((x - FIRST) / SPACING);
  const center = FIRST + index * SPACING;
  const h = x - center;
  let [before, coefficient, power, sum] = [0, Math.exp(-center * center), h, 0];
  for (let k = 0; k < TERMS; k++) {
    sum += (coefficient * power) / (k + 1);
    [before, coefficient] = [coefficient, (-2 * (center * coefficient + before)) / (k + 1)];
    power *= h;
  }
  return (values[index] as number) + TWO_OVER_SQRT_PI * sum;
}
