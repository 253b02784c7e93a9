/** Loaded before the specs, it refuses WebAssembly as a strict Content-Security-Policy does. */
globalThis.WebAssembly.Module = class {
  constructor() {
    throw new WebAssembly.CompileError('refused by the specs');
  }
};
