/**
 * Who stands where in memory, and when its place is free again.
 */

/** Hands out places of one memory; those that are given back are used again. */
export class MemoryPlan {
  /** How many bytes are used at most. */
  size = 0;
  readonly #free: Array<{readonly start: number; readonly bytes: number}> = [];

  /** A place of so many elements of four bytes, of whole vectors: the smallest free one that fits. */
  take(elements: number): number {
    const bytes = bytesOf(elements);
    const fitting = this.#free.filter((hole) => hole.bytes >= bytes).sort((a, b) => a.bytes - b.bytes);
    const [best] = fitting;
    if (best === undefined) return this.#extend(bytes);
    this.#free.splice(this.#free.indexOf(best), 1);
    if (best.bytes > bytes) this.#free.push({start: best.start + bytes, bytes: best.bytes - bytes});
    return best.start;
  }

  /** Gives a place back. */
  giveBack(start: number, elements: number): void {
    let [from, end] = [start, start + bytesOf(elements)];
    for (const hole of [...this.#free]) {
      if (hole.start !== end && hole.start + hole.bytes !== from) continue;
      this.#free.splice(this.#free.indexOf(hole), 1);
      [from, end] = [Math.min(from, hole.start), Math.max(end, hole.start + hole.bytes)];
    }
    this.#free.push({start: from, bytes: end - from});
  }

  #extend(bytes: number): number {
    const last = this.#free.find((hole) => hole.start + hole.bytes === this.size);
    if (last !== undefined) this.#free.splice(this.#free.indexOf(last), 1);
    const start = last?.start ?? this.size;
    this.size = start + bytes;
    return start;
  }
}

function bytesOf(elements: number): number {
  return Math.ceil(elements / 4) * 16;
}
