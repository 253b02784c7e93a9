/** Loaded before the specs, it refuses WebAssembly as a strict Content-Security-Policy does. */
globalThis.WebAssembly.Module = class {
  constructor() {
    throw new globalThis.WebAssembly.CompileError('refused by the specs');
  }
};
