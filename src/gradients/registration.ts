/**
 * Registers gradients with tfjs, beside and in the place of its own, but never in the place of a user's.
 */
import {getGradient, registerGradient, type GradConfig} from '@tensorflow/tfjs-core';

import {gradientsBefore} from './gradients-before.js';
import {internalError} from '../errors.js';
import {gradientRegistry} from '../tfjs/registry.js';
import './tfjs-gradients.js';

/** As many gradients as only tfjs itself registers: then what was there before us is tfjs's own, and may be corrected. */
const WHOLE_OF_TFJS = 90;
const tfjsWasThere = gradientsBefore.size >= WHOLE_OF_TFJS;

/** What is tfjs's own, and what was registered in its place. */
const ofTfjs: ReadonlyMap<string, GradConfig> = new Map(gradientRegistry());
const rules = new Map<string, GradConfig>();
const guards = new Map<string, GradConfig>();

/** Registers gradients. No kernel may have two: the later would silently win. */
export function register(configs: readonly GradConfig[]): void {
  for (const config of configs) {
    const {kernelName} = config;
    if ((rules.get(kernelName) ?? config) !== config)
      throw internalError(`the kernel ${kernelName} has two gradient rules`);
    if (!isFree(kernelName)) continue;
    rules.set(kernelName, config);
    registerGradient(config);
  }
}

/** The kernels that tfjs has a gradient of its own for. */
export function guardable(): Iterable<string> {
  return ofTfjs.keys();
}

/** Puts tfjs's own gradient of a kernel under guard, until there is another. */
export function guard(kernelName: string, guarded: (config: GradConfig) => GradConfig): void {
  const own = ofTfjs.get(kernelName);
  if (own === undefined || rules.has(kernelName) || !isFree(kernelName)) return;
  const config = guarded(own);
  guards.set(kernelName, config);
  registerGradient(config);
}

/** Whether no user has registered a gradient of the kernel, before or after this package was imported. */
function isFree(kernelName: string): boolean {
  if (gradientsBefore.has(kernelName) && !tfjsWasThere) return false;
  const expected = rules.get(kernelName) ?? guards.get(kernelName) ?? ofTfjs.get(kernelName);
  return (getGradient(kernelName) as GradConfig | undefined) === expected;
}

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
  if (!isWholeOfTfjs) return;
  for (const [kernelName, config] of [...guards, ...rules])
    if (ofTfjs.has(kernelName)) registerGradient(config);
}
