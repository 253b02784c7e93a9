/**
 * The machine in WebAssembly, compiled from `assembly/`.
 */
import {type Machine} from './machine.js';
import {MODULE} from './module.js';

const PAGE_BYTES = 65536;

/** The last page is not the programs': matrix products pack blocks there (assembly/scratch.ts). */
const SCRATCH_PAGES = 1;

/** A page short of 4 GiB, so that every address and every end has 32 bits. */
const MAXIMUM_PAGES = 65535;

/** Returns whether all went well: 0, or 1 where an index was out of range. */
type Run = (start: number, end: number) => number;

/** Compiled once for all machines; null where that failed. */
let compiled: WebAssembly.Module | null | undefined;

/** A machine with a memory of its own, or undefined where WebAssembly or its SIMD is missing or refused. */
export function makeWebAssemblyMachine(): Machine | undefined {
  if (compiled === undefined) compiled = compile();
  if (compiled === null) return undefined;
  try {
    return new WebAssemblyMachine(compiled);
  } catch {
    return undefined;
  }
}

/** Content-Security-Policy may refuse it, and old engines refuse SIMD or to compile at once. */
function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(MODULE), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}

class WebAssemblyMachine implements Machine {
  readonly kind = 'webassembly';
  floats: Float32Array;
  ints: Int32Array;
  private readonly memory = new WebAssembly.Memory({initial: 1 + SCRATCH_PAGES});
  private readonly code: Run;

  constructor(module: WebAssembly.Module) {
    const {exports} = new WebAssembly.Instance(module, {env: {memory: this.memory}});
    this.code = exports['run'] as Run;
    this.floats = new Float32Array(this.memory.buffer);
    this.ints = new Int32Array(this.memory.buffer);
  }

  grow(bytes: number): void {
    const pages = Math.ceil(bytes / PAGE_BYTES) + SCRATCH_PAGES - this.memory.buffer.byteLength / PAGE_BYTES;
    if (pages <= 0) return;
    this.growByPages(pages, bytes);
    this.floats = new Float32Array(this.memory.buffer);
    this.ints = new Int32Array(this.memory.buffer);
  }

  run(start: number, end: number): void {
    if (this.code(start, end) === 0) return;
    throw new RangeError(
      'graph: gather: an index is out of range. Indices go from 0 to the length of the axis less 1.',
    );
  }

  private growByPages(pages: number, bytes: number): void {
    try {
      if (bytes <= (MAXIMUM_PAGES - SCRATCH_PAGES) * PAGE_BYTES) return void this.memory.grow(pages);
    } catch {
      // There is no more memory.
    }
    throw new RangeError(
      `graph: the values of this program need ${bytes} bytes, more than WebAssembly can have here. Use smaller tensors, or pass {useGradientTape: true}.`,
    );
  }
}
