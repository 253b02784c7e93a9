/** The seed of a kernel that draws: another number at every call. */
export class DrawnSeed {
  constructor(
    /** The place of the draw among all draws of the program. */
    readonly place: number,
    public value: number,
  ) {}

  /** The same in all traces. */
  toJSON(): string {
    return `draw ${this.place}`;
  }
}

/** Attributes with the seeds of this call. */
export function withSeeds(attributes: unknown): unknown {
  const {seed} = (attributes ?? {}) as {readonly seed?: unknown};
  return seed instanceof DrawnSeed ? {...(attributes as object), seed: seed.value} : attributes;
}
