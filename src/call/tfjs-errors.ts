/**
 * Errors of TensorFlow.js that say nothing of use, in our words.
 */
import {misuse} from '../errors.js';

interface Reading {
  readonly problem: string;
  readonly remedy: string;
}

/** What tfjs 4.22 says, in the words of every engine, and what it means. */
const readings: ReadonlyArray<{
  readonly pattern: RegExp;
  readonly read: (kernel: string) => Reading;
}> = [
  {
    pattern: /^Error: No backend found in registry/,
    read: () => ({
      problem: 'expected a backend of TensorFlow.js, got none',
      remedy: "Import one before the call, e.g. '@tensorflow/tfjs-backend-cpu'",
    }),
  },
  {
    pattern: /^Error: Cannot compute gradient: gradient function not found for (.+)\.$/,
    read: (kernel) => ({
      problem: `${kernel} has no gradient, and y depends on an argument through it`,
      remedy:
        `Register one with tf.registerGradient, wrap the operation in a tf.customGrad, or let ${kernel} be computed ` +
        'from what is not differentiated',
    }),
  },
  {
    // The engine looks for the backend of memory that it has forgotten; Safari and Firefox name the expression.
    pattern: /^TypeError: (.*undefined.*\bbackend\b|.*\bbackend\b.*undefined)/,
    read: () => ({
      problem: 'f uses a tensor or variable that was disposed of',
      remedy: 'Use a live one: tf.keep what f closes over, or pass it as an argument',
    }),
  },
];

/** Runs `run`; what tfjs throws in it without saying what is wrong is thrown in our words, with the error as its cause. */
export function inOurWords<T>(caller: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw translated(caller, error);
  }
}

function translated(caller: string, error: unknown): unknown {
  if (!(error instanceof Error) || isOurs(error)) return error;
  for (const {pattern, read} of readings) {
    const found = pattern.exec(`${error.name}: ${error.message}`);
    if (found === null) continue;
    const {problem, remedy} = read(found[1] ?? '');
    const ours: Error & {cause?: unknown} = misuse(caller, problem, remedy);
    ours.cause = error;
    return ours;
  }
  return error;
}

/** An inner call of ours has said it already. */
function isOurs({name, message}: Error): boolean {
  return !['Error', 'TypeError'].includes(name) || /^[a-z][A-Za-z]*: /.test(message);
}
