/**
 * The gradients that were registered before this package was imported. A module of its own, as imports are evaluated
 * before anything else of the importing module.
 */
import type {GradConfig} from '@tensorflow/tfjs-core';

import {gradientRegistry} from '../tfjs/registry.js';

export const gradientsBefore: ReadonlyMap<string, GradConfig> = new Map(gradientRegistry());
