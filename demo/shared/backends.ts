import * as tf from '@tensorflow/tfjs-core';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import {isGraphicsLost, watch} from './graphics.js';

export const backendNames = ['webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** Each is fetched when it is first asked for, from the folder of the page. */
const loaders: Record<BackendName, () => Promise<unknown>> = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  wasm: loadWasm,
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/**
 * Makes tfjs compute on a backend. Where that does not start, it computes on the backend before, or else on the first that
 * does, and this throws an error that says so.
 */
export async function useBackend(name: BackendName): Promise<void> {
  const before = backendNames.filter((each) => each === tf.getBackend());
  if (await starts(name)) return;
  for (const other of [...before, ...backendNames]) {
    if (other === name || !(await starts(other))) continue;
    throw new Error(`The backend '${name}' does not start in this browser. Computing on ${other}.`);
  }
  throw new Error('No TensorFlow.js backend starts in this browser.');
}

async function starts(name: BackendName): Promise<boolean> {
  try {
    await loaders[name]();
  } catch {
    return false;
  }
  if (name === 'webgl' && isGraphicsLost()) renew(name);
  if (!(await tf.setBackend(name))) return false;
  if (name === 'webgl') await watchGraphics();
  return name !== 'webgl' || !isGraphicsLost();
}

/** tfjs keeps a backend, of which nothing is left, until it is removed. */
function renew(name: BackendName) {
  const factory = tf.findBackendFactory(name);
  tf.removeBackend(name);
  tf.registerBackend(name, factory);
}

async function watchGraphics() {
  const {MathBackendWebGL} = await import('@tensorflow/tfjs-backend-webgl');
  const backend = tf.backend();
  if (backend instanceof MathBackendWebGL) watch(backend.gpgpu.gl);
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
