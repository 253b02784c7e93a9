/** This package's graph functions in a thread that refuses WebAssembly. */
import '../../spec/node/refuse-webassembly.js';
import {prepareOn} from './compiled.js';

export const prepare = (workload) => prepareOn('typescript', workload);
