/**
 * What runs instructions: WebAssembly, or TypeScript where WebAssembly is refused.
 */
export interface Machine {
  readonly kind: 'webassembly' | 'typescript';
  /** The memory, anew after it has grown. */
  readonly floats: Float32Array;
  readonly ints: Int32Array;
  /** Makes the memory at least so large. Throws RangeError where that is more than there is. */
  grow(bytes: number): void;
  /**
   * Runs the code from byte `start` to byte `end`. Throws RangeError where a Gather meets an index that is out of range;
   * the memory of values that the code makes is then anything.
   */
  run(start: number, end: number): void;
}
