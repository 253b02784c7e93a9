/**
 * Makes what fast-check generates the same at every run. Each spec begins with this; `scripts/build-specs.js` gives the
 * seed.
 */
import {configureGlobal, readConfigureGlobal} from 'fast-check';

declare const SPEC_SEED: number;

configureGlobal({...readConfigureGlobal(), seed: SPEC_SEED});
