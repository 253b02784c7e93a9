/** Outside of these shares of the values lie poles and the like, which take the colour of the bound. */
const BOUNDS = {low: 0.001, high: 0.999};
/** Up to the value that this share of the plane is below, heights follow values; from there on, their logarithms. */
const KNEE = 0.15;
/** How much of a height is the share of the plane that lies lower. Near a pole, little else would tell anything apart. */
const RANK = 0.3;
const KNOTS = 128;

/** How values become heights between 0 and 1, so that both a valley's floor and its walls show. */
export class Heights {
  /** Whether there is no height at all. */
  readonly isEmpty: boolean;
  /** Whether some values lie beyond the bounds. */
  readonly goesLower: boolean;
  readonly goesHigher: boolean;
  readonly #low: number;
  readonly #high: number;
  readonly #unit: number;
  /** Values that evenly growing shares of the plane are below. */
  readonly #quantiles: readonly number[];

  constructor(values: Float32Array) {
    const sorted = values.filter(Number.isFinite).sort();
    const valueAt = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    this.#low = valueAt(BOUNDS.low);
    this.#high = valueAt(BOUNDS.high);
    this.isEmpty = sorted.length === 0;
    this.goesLower = valueAt(0) < this.#low;
    this.goesHigher = valueAt(1) > this.#high;
    this.#unit = Math.max(valueAt(KNEE) - this.#low, (this.#high - this.#low) / 1e5) || 1;
    const share = (knot: number) => BOUNDS.low + ((BOUNDS.high - BOUNDS.low) * knot) / KNOTS;
    this.#quantiles = Array.from({length: KNOTS + 1}, (_, knot) => valueAt(share(knot)));
  }

  heightOf(value: number): number {
    const within = Math.min(this.#high, Math.max(this.#low, value));
    const span = Math.log1p((this.#high - this.#low) / this.#unit) || 1;
    return (1 - RANK) * (Math.log1p((within - this.#low) / this.#unit) / span) + RANK * this.#rankOf(within);
  }

  /** The value at a height, by bisection: heights grow with values. */
  valueOf(height: number): number {
    let [low, high] = [this.#low, this.#high];
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2;
      if (this.heightOf(middle) < height) low = middle;
      else high = middle;
    }
    return high;
  }

  /** The share of the plane that lies lower, interpolated between quantiles. */
  #rankOf(value: number): number {
    let [below, above] = [0, KNOTS];
    while (above - below > 1) {
      const middle = (below + above) >> 1;
      if ((this.#quantiles[middle] ?? 0) < value) below = middle;
      else above = middle;
    }
    const [from = 0, to = 0] = [this.#quantiles[below], this.#quantiles[above]];
    return (below + (to > from ? Math.min(1, (value - from) / (to - from)) : 0)) / KNOTS;
  }
}
