/**
 * `tfjs-value-and-gradient/derivatives`: the Jacobian family and the checker alone. It registers the gradients, as they all do.
 */
import '../tfjs/check.js';
import '../gradients/register.js';
import '../tape/self-check.js';

export {
  checkGradients,
  GradientCheckError,
  type CheckGradientsOptions,
} from '../derivatives/check-gradients.js';
export {hessian, hessianVectorProduct} from '../derivatives/hessian.js';
export {batchJacobian, jacobian, valueAndBatchJacobian} from '../derivatives/jacobian.js';
