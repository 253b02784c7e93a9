/** Outside of these shares of the values lie poles and the like, which take the colour of the bound. */
const BOUNDS = {low: 0.001, high: 0.999};
/** Up to the value that this share of the plane is below, colours follow values; from there on, their logarithms. */
const KNEE = 0.15;

/** How values become heights between 0 and 1, so that both a valley's floor and its walls show. */
export class Heights {
  readonly #low: number;
  readonly #unit: number;
  readonly #span: number;

  constructor(values: Float32Array) {
    const sorted = values.filter(Number.isFinite).sort();
    const valueAt = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    this.#low = valueAt(BOUNDS.low);
    const range = valueAt(BOUNDS.high) - this.#low;
    this.#unit = Math.max(valueAt(KNEE) - this.#low, range / 1e5) || 1;
    this.#span = Math.log1p(range / this.#unit) || 1;
  }

  heightOf(value: number): number {
    const above = Math.max(0, value - this.#low);
    return Math.min(1, Math.log1p(above / this.#unit) / this.#span);
  }

  valueOf(height: number): number {
    return this.#low + this.#unit * Math.expm1(height * this.#span);
  }
}
