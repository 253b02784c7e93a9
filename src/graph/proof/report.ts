/**
 * What is said of a program that was compiled wrongly.
 */
import {getBackend} from '@tensorflow/tfjs-core';

/** Warns, as it ought to be reported; gives the same for `inspect()`. Results are right, so nothing is thrown. */
export function reportOf(culprit: string): string {
  // eslint-disable-next-line no-console -- There is nobody else to tell.
  console.warn(
    `graph: a program was compiled wrongly on ${getBackend()}, and is not used: ${culprit}. ` +
      "It runs by the backend's kernels, which give what f gives. Please report this to tfjs-value-and-gradient, " +
      'with what inspect() shows.',
  );
  return `A program was compiled wrongly and is not used: ${culprit}.`;
}
