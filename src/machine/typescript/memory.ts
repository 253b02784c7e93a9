/**
 * The memory of the machine in TypeScript: an ArrayBuffer, seen as numbers of each kind.
 */
const PAGE_BYTES = 65_536;

/** Places are read as int32. */
const MOST_BYTES = 2 ** 31;

export class Memory {
  floats = new Float32Array(0);
  ints = new Int32Array(0);
  /** The form of running sums. */
  doubles = new Float64Array(0);

  /** Makes the memory at least so large, and keeps what stands in it. */
  grow(bytes: number): void {
    if (bytes <= this.ints.byteLength) return;
    const old = this.ints;
    const buffer = allocate(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
    this.floats = new Float32Array(buffer);
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.ints.set(old);
  }
}

function allocate(bytes: number): ArrayBuffer {
  try {
    if (bytes <= MOST_BYTES) return new ArrayBuffer(bytes);
  } catch {
    // There is no more memory.
  }
  throw new RangeError(
    `graph: the values of this program need ${bytes} bytes, more than it can have where WebAssembly is refused. Use smaller tensors, or pass {useGradientTape: true}.`,
  );
}

/** The operands that begin at the given word, by the names given. */
export function operands<Name extends string>(
  {ints}: Memory,
  word: number,
  ...names: readonly Name[]
): Record<Name, number> {
  return Object.fromEntries(names.map((name, index) => [name, ints[word + index]])) as Record<Name, number>;
}

/** A value of a single element stands in all four lanes. */
export function splat({ints}: Memory, index: number): void {
  ints.fill(ints[index] as number, index, index + 4);
}
