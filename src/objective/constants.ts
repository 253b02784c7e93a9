/**
 * The constants of a program in float64: what the trace captured, as exact as it came, and what passes add.
 */

/** The irrational factors of gradient rules, by the float32 that tfjs makes of them. */
const factors: ReadonlyMap<number, number> = new Map(
  [2 / Math.sqrt(Math.PI), 1.0507009873554805, 1.7580993408473768].map((factor) => [
    Math.fround(factor),
    factor,
  ]),
);

/** A factor of a gradient rule with the digits that its float32 has lost, else the elements as they are. */
function restored(elements: ArrayLike<number>): ArrayLike<number> {
  const factor = elements.length === 1 ? factors.get(elements[0] as number) : undefined;
  return factor === undefined ? elements : [factor];
}

export class DoubleConstants {
  readonly #elements: Array<ArrayLike<number>>;
  readonly #single = new Map<string, number>();

  constructor(captured: ReadonlyArray<ArrayLike<number>>) {
    this.#elements = captured.map(restored);
  }

  /** The elements of the constant with this index. */
  at(index: number): ArrayLike<number> {
    return this.#elements[index] as ArrayLike<number>;
  }

  /** Adds a constant; gives its index. */
  add(elements: ArrayLike<number>): number {
    return this.#elements.push(elements) - 1;
  }

  /** A constant of a single element, made once: its index. */
  single(element: number): number {
    const key = Object.is(element, -0) ? '-0' : String(element);
    const index = this.#single.get(key) ?? this.add([element]);
    this.#single.set(key, index);
    return index;
  }

  /** The number that every element is; undefined where they differ. */
  uniformOf(index: number): number | undefined {
    const elements = this.at(index);
    const first = elements[0];
    for (let i = 1; i < elements.length; i++) if (!Object.is(elements[i], first)) return undefined;
    return first;
  }
}
