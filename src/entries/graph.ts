/**
 * `tfjs-value-and-gradient/graph`: graph functions alone. It registers the gradients, as they all do.
 */
import '../tfjs/check.js';
import '../gradients/register.js';
import '../tape/self-check.js';

export {compilePrediction, type PredictingModel} from '../graph/compile-prediction.js';
export {compileTraining, type TrainableModel} from '../graph/compile-training.js';
export type {PredictionStep} from '../tfjs/prediction.js';
export type {TrainingStep} from '../tfjs/training.js';
export {GraphTraceError} from '../graph/errors.js';
export {graph, type CompiledSignature, type GraphFunction, type GraphOptions} from '../graph/graph.js';
