/** This package's graph functions. */
import {prepareOn} from './compiled.js';

export const prepare = (workload) => prepareOn('webassembly', workload);
