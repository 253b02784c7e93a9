import '@tensorflow/tfjs-backend-cpu';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';

import {hosting} from '../../src/graph/run/hosted-runner.js';

// karma.conf.js serves the files under /base.
setWasmPaths('/base/node_modules/@tensorflow/tfjs-backend-wasm/dist/');

/** The backends that the specs run on in a browser, the one to prefer first. */
export const backends: readonly string[] = ['webgl', 'cpu', 'wasm'];

// The specs of other backends than cpu are about their kernels, unless they say otherwise.
hosting.isOn = false;
