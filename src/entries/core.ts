/**
 * `tfjs-value-and-gradient/core`: first derivatives by tfjs's own gradients. What tfjs lacks or has wrong, and all orders above
 * the first, raise an error that names the import which mends it: `tfjs-value-and-gradient/gradients`, or an area of it.
 */
import '../tfjs/check-core.js';
import {basics} from '../gradients/basics.js';
import {register} from '../gradients/registration.js';
import '../tape/first-order.js';

export {valueAndGradient} from '../call/value-and-gradient.js';
export {namedGradients, type VariableGradients} from '../call/named-gradients.js';
export type {Model} from '../call/models.js';
export type {DifferentiationOptions, ValueAndGradientOptions} from '../call/options.js';
export type {
  Arguments,
  DifferentiableArguments,
  DifferentiableFunction,
  Gradients,
  ValueAndGradientResult,
} from '../types/calls.js';

register(basics);
