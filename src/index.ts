import './gradients/register.js';

export {valueAndGradient} from './value-and-gradient.js';
export {
  checkGradients,
  GradientCheckError,
  type CheckGradientsOptions,
} from './derivatives/check-gradients.js';
export {namedGradients, type Model} from './models.js';
export type {ValueAndGradientOptions} from './options.js';
