import '@tensorflow/tfjs-backend-cpu';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';

// karma.conf.js serves the files under /base.
setWasmPaths('/base/node_modules/@tensorflow/tfjs-backend-wasm/dist/');

/** The backends that the specs run on in a browser, the one to prefer first. */
export const backends: readonly string[] = ['webgl', 'cpu', 'wasm'];
