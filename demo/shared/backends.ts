import * as tf from '@tensorflow/tfjs-core';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';

export const backendNames = ['webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** Each is fetched when it is first asked for, from the folder of the page. */
const loaders: Record<BackendName, () => Promise<unknown>> = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  wasm: loadWasm,
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** Makes tfjs compute on a backend. Throws where this browser has not got it; then the backend before stays. */
export async function useBackend(name: BackendName): Promise<void> {
  await loaders[name]();
  const before = tf.engine().backendName;
  if (await tf.setBackend(name)) return;
  if (before) await tf.setBackend(before);
  throw new Error(`The backend '${name}' does not start in this browser.`);
}

async function loadWasm() {
  const {setWasmPaths} = await import('@tensorflow/tfjs-backend-wasm');
  // Threads need a worker made of a string, which the pages' policy forbids.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainWasm,
    'tfjs-backend-wasm-simd.wasm': simdWasm,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
  });
}
