/**
 * tfjs's global gradient registry. `registerGradient` and `getGradient` are its public face, which does not list it.
 */
import type {GradConfig} from '@tensorflow/tfjs-core';

interface TfjsGlobals {
  readonly _tfGlobals?: Map<string, Map<string, GradConfig>>;
}

export function gradientRegistry(): Map<string, GradConfig> {
  return (globalThis as TfjsGlobals)._tfGlobals?.get('gradRegistry') ?? new Map<string, GradConfig>();
}
