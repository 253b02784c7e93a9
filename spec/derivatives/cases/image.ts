import type {DerivativeCase} from '../case.js';

export const cases: readonly DerivativeCase[] = [];
