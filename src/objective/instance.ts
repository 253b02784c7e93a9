/**
 * Instances of emitted modules.
 */
import {EXPORT, MEMORY, NAMESPACE} from '../wasm/module.js';
import type {ImportedFunction} from '../machine/doubles/vector-functions.js';

interface Code {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly functions: Readonly<Record<string, ImportedFunction>>;
}

export interface Instance {
  readonly memory: Float64Array;
  readonly run: () => number;
}

const PAGE_BYTES = 65_536;

/** The function of a module, over a memory of so many elements; undefined if WebAssembly is missing or refused. */
export function instantiate({bytes, functions}: Code, elements: number): Instance | undefined {
  const module = compile(bytes);
  if (module === undefined) return undefined;
  const memory = new WebAssembly.Memory({initial: Math.ceil((8 * elements) / PAGE_BYTES)});
  const {exports} = new WebAssembly.Instance(module, {[NAMESPACE]: {[MEMORY]: memory, ...functions}});
  return {memory: new Float64Array(memory.buffer), run: exports[EXPORT] as () => number};
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    // Content-Security-Policy may refuse it; what is wrong with the module is our own fault.
    if (typeof WebAssembly === 'object' && WebAssembly.validate(bytes)) return undefined;
    if (typeof WebAssembly !== 'object' || !hasSimd()) return undefined;
    throw error;
  }
}

/** A function of i32 that makes a vector and drops it. */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
];

function hasSimd(): boolean {
  return WebAssembly.validate(Uint8Array.from(SIMD));
}
