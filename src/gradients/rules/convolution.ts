import type {GradConfig} from '@tensorflow/tfjs-core';

export const rules: readonly GradConfig[] = [];
