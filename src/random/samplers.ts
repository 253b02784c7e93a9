/**
 * The distributions that tfjs draws from, as its operations do it: the same numbers of the same stream.
 */

/** What draws one number after another. */
export type Sampler = () => number;

/** Shift and scale of the standard distribution: minimum and width of a uniform one, mean and deviation of a normal one. */
export interface Parameters {
  readonly shift: number;
  readonly scale: number;
}

export const standard: Parameters = {shift: 0, scale: 1};

export function uniform(next: Sampler, {shift, scale}: Parameters): Sampler {
  return () => shift + scale * next();
}

export function normal(next: Sampler, parameters: Parameters): Sampler {
  return normalWithin(next, parameters, Infinity);
}

/** Normal, but for what is more than two deviations away from the mean. */
export function truncatedNormal(next: Sampler, parameters: Parameters): Sampler {
  return normalWithin(next, parameters, 2);
}

/** Marsaglia's polar method: two numbers of each point within the unit circle. */
function normalWithin(next: Sampler, {shift, scale}: Parameters, deviations: number): Sampler {
  const [lower, upper] = [shift - scale * deviations, shift + scale * deviations];
  const isOutside = (number: number): boolean => number > upper || number < lower;
  let spare = NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const number = spare;
      spare = NaN;
      return number;
    }
    for (;;) {
      const [x, y, square] = pointInCircle(next);
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      const first = shift + scale * x * factor;
      if (isOutside(first)) continue;
      const second = shift + scale * y * factor;
      if (!isOutside(second)) spare = second;
      return first;
    }
  };
}

function pointInCircle(next: Sampler): readonly [x: number, y: number, square: number] {
  for (;;) {
    const x = 2 * next() - 1;
    const y = 2 * next() - 1;
    const square = x * x + y * y;
    if (square < 1 && square !== 0) return [x, y, square];
  }
}

/** Marsaglia's and Tsang's method for a gamma distribution of a shape, as tfjs has it. Its shift is always 0. */
export function gamma(next: Sampler, shape: number, {scale}: Parameters, normals: Sampler): Sampler {
  const d = shape < 1 ? shape + 2 / 3 : shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const draw = (): number => {
    for (;;) {
      const x = normals();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const square = x * x;
      const u = next();
      if (u < 1 - 0.331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return v;
    }
  };
  return () => {
    const number = scale * d * draw();
    return shape < 1 ? number * Math.pow(next(), 1 / shape) : number;
  };
}
