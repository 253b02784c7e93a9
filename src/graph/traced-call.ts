/**
 * Runs `f` and records it, for a call that no program answers yet.
 */
import {Tensor} from '@tensorflow/tfjs-core';

import {copyTensor} from '../tfjs/copies.js';
import {mapAnything} from '../tree.js';
import {copyOfArray, Slot} from './template.js';
import {record, type Trace} from './trace/recorder.js';

/** What is to be compiled: a function of tensors whose result is a structure around tensors, and anything else. */
export type Perform = (tensors: readonly Tensor[]) => unknown;

export interface Traced {
  readonly trace: Trace;
  readonly result: unknown;
  /** The result with slots in the place of its tensors. */
  readonly template: unknown;
}

/** What one run of `f` has given. */
export interface Run extends Traced {
  readonly outputs: readonly Tensor[];
}

/**
 * Runs with copies of all but the bound tensors, so that what is captured tells from what is given.
 *
 * @param numbers What `Math.random` gives first: those that an earlier run of the same call has drawn.
 */
export function traceCall(
  tensors: readonly Tensor[],
  bound: ReadonlyMap<number, Tensor>,
  perform: Perform,
  numbers?: readonly number[],
): Run {
  const given = tensors.map((tensor, index) => (bound.has(index) ? tensor : copyTensor(tensor)));
  const outputs: Tensor[] = [];
  let result: unknown;
  let template: unknown;
  const trace = record(
    given,
    () => {
      result = perform(given);
      template = mapAnything(result, (leaf) =>
        leaf instanceof Tensor ? new Slot(outputs.push(leaf) - 1) : copyOfArray(leaf),
      );
      return outputs;
    },
    numbers,
  );
  return {trace, result, template, outputs};
}
