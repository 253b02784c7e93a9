/** Beyond this, 1 is the nearest float32. */
const LARGEST = 4;

/**
 * The error function, by the series of positive terms (Abramowitz and Stegun 7.1.6), right to more than float32 shows. The
 * formula of tfjs is off by as much as 1.5e-7, which is all there is of a small result.
 */
export function erf(x: number): number {
  if (Math.abs(x) >= LARGEST) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-12 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
