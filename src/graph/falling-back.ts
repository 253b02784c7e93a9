/**
 * Steps of models that are compiled, or else run as they are.
 */
import {GraphTraceError} from './errors.js';

/**
 * A function that runs a graph function, and the plain one where that is refused: a refused call has changed nothing.
 * `warning` opens the one warning that says why.
 */
export function fallingBack<Parameters extends unknown[], Result>(
  compiled: (...parameters: Parameters) => Result,
  plain: (...parameters: Parameters) => Result,
  warning: string,
): (...parameters: Parameters) => Result {
  let hasWarned = false;
  return (...parameters) => {
    try {
      return compiled(...parameters);
    } catch (error) {
      if (!(error instanceof GraphTraceError)) throw error;
      // eslint-disable-next-line no-console -- nothing is wrong but the speed, of which the user would not know
      if (!hasWarned) console.warn(`${warning} ${error.message}`);
      hasWarned = true;
      return plain(...parameters);
    }
  };
}

/** Compiling a stateful layer would have it start from the same states at every call. */
export function statefulError(): GraphTraceError {
  return new GraphTraceError(
    'f has a stateful layer, which keeps its states in JavaScript from call to call',
    'Leave `stateful` out where batches do not continue each other',
  );
}
