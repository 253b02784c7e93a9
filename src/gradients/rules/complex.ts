/** None: no complex tensor stands on our tape, only real and imaginary parts. See `tape/complex.ts`. */
import type {GradConfig} from '@tensorflow/tfjs-core';

export const rules: readonly GradConfig[] = [];
