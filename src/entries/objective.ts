/**
 * `tfjs-value-and-gradient/objective`: objectives alone. It registers the gradients, as they all do.
 */
import '../tfjs/check.js';
import '../gradients/register.js';
import '../tape/self-check.js';

export {objective} from '../objective/objective.js';
export type {Objective, ObjectiveInspection, ObjectiveOptions} from '../objective/types.js';
