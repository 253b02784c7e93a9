/** Importing this registers gradients with tfjs; see the README, "Importing". */
import {getGradient, registerGradient} from '@tensorflow/tfjs-core';

import {gradientsBefore} from './gradients-before.js';
import {gradientRegistry} from '../tfjs/registry.js';
import {onePerKernel} from './rule.js';
import {rules} from './rules/index.js';
import './tfjs-gradients.js';

/** As many gradients as only tfjs itself registers: then what was there before us is tfjs's own, and may be corrected. */
const WHOLE_OF_TFJS = 90;
const tfjsWasThere = gradientsBefore.size >= WHOLE_OF_TFJS;
const ours = onePerKernel(rules).filter(({kernelName}) => tfjsWasThere || !gradientsBefore.has(kernelName));
const corrections = ours.filter(({kernelName}) => gradientRegistry().has(kernelName));
ours.forEach(registerGradient);

/** Kernels of which nobody but tfjs registers the gradient. */
const sentinels = ['OnesLike', 'ZerosLike', 'Ceil'];
let seen = sentinels.map(getGradient);

/**
 * Registers the corrections again where all of tfjs's own gradients were registered after them: `@tensorflow/tfjs` and
 * `@tensorflow/tfjs-layers` do that when they are imported in Node.
 */
export function keepCorrections(): void {
  if (getGradient('OnesLike') === seen[0]) return;
  const now = sentinels.map(getGradient);
  const isWholeOfTfjs = now.every((config, index) => config !== seen[index]);
  seen = now;
  if (isWholeOfTfjs) corrections.forEach(registerGradient);
}
