/**
 * tfjs's own gradients, registered where the host build leaves them out (tfjs-core alone, in Node or in a bundle).
 * A gradient that was registered before stays.
 */
import {gradientsBefore} from './gradients-before.js';
import '#tfjs-gradients';
import {gradientRegistry} from '../tfjs/registry.js';

const registry = gradientRegistry();
for (const [kernelName, config] of gradientsBefore) registry.set(kernelName, config);
