/**
 * Values and gradients of functions of nested structures of tensors, of any order.
 *
 * Importing it registers, in tfjs's global gradient registry, the gradients that `@tensorflow/tfjs-core` leaves out in Node,
 * those that tfjs lacks, and corrections of those that are wrong.
 *
 * @module API
 */
// First: it refuses a tfjs with which the rest may not even load.
import './tfjs/check.js';
import './gradients/register.js';
import './tape/self-check.js';

export {valueAndGradient} from './call/value-and-gradient.js';
export {
  checkGradients,
  GradientCheckError,
  type CheckGradientsOptions,
} from './derivatives/check-gradients.js';
export {hessian, hessianVectorProduct} from './derivatives/hessian.js';
export {batchJacobian, jacobian, valueAndBatchJacobian} from './derivatives/jacobian.js';
export {compilePrediction, type PredictingModel} from './graph/compile-prediction.js';
export {compileTraining, type TrainableModel} from './graph/compile-training.js';
export type {PredictionStep} from './tfjs/prediction.js';
export type {TrainingStep} from './tfjs/training.js';
export {GraphTraceError} from './graph/errors.js';
export {graph, type CompiledSignature, type GraphFunction, type GraphOptions} from './graph/graph.js';
export {clipByGlobalNorm} from './call/clip-by-global-norm.js';
export type {Model} from './call/models.js';
export {namedGradients, type VariableGradients} from './call/named-gradients.js';
export {stopGradient} from './call/stop-gradient.js';
export type {DifferentiationOptions, ValueAndGradientOptions} from './call/options.js';
export {objective} from './objective/objective.js';
export type {Objective, ObjectiveInspection, ObjectiveOptions} from './objective/types.js';
export type {
  Arguments,
  DifferentiableArguments,
  DifferentiableFunction,
  Gradients,
  ValueAndGradientResult,
} from './types/calls.js';
