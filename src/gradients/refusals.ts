/**
 * What is said in the place of a derivative that tfjs's own gradients lack or have wrong: which import mends it.
 */
import {misuse} from '../errors.js';
import {patterns} from './faults.js';

const IMPORT = 'tfjs-value-and-gradient/gradients';

/** Errors of tfjs that name a kernel, or an input of one. */
const naming =
  /^(?:Cannot compute gradient: gradient function not found for|Error in gradient (?:for op|of)|Cannot backprop through) (\w+\b(?: \w+)??)[.:]/;

/** Fused kernels are recorded as their parts if any gradients are imported; what is said of an input names no kernel. */
const inAll = /^(_?fused|input )/i;

/** The area that has the gradient of a kernel; an empty name if it is in all of them, undefined if there is none. */
function areaOf(kernelName: string): string | undefined {
  const area = Object.keys(patterns).find((name) => patterns[name]?.test(kernelName));
  return area ?? (inAll.test(kernelName) ? '' : undefined);
}

/** An error that says which import has the gradient of a kernel. */
export function refusal(what: string, cause?: unknown): Error {
  const area = areaOf(what);
  const error: Error & {cause?: unknown} = misuse(
    'valueAndGradient',
    `tfjs has no right gradient of ${what} as it is used here`,
    area ? `Import '${IMPORT}/${area}', or '${IMPORT}' for all` : `Import '${IMPORT}'`,
  );
  error.cause = cause;
  return error;
}

export function secondOrder(): Error {
  return misuse(
    'valueAndGradient',
    'y depends on a gradient, and tfjs-value-and-gradient/core takes first derivatives only',
    `Import '${IMPORT}' for the orders above`,
  );
}

/** What tfjs throws for a kernel whose gradient is in an area, in our words; any other error as it is. */
export function inOurWords(error: unknown): unknown {
  const kernel = error instanceof Error ? naming.exec(error.message)?.[1] : undefined;
  return kernel === undefined || areaOf(kernel) === undefined ? error : refusal(kernel, error);
}
