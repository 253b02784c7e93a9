/**
 * What two traces of one function agree on, and how what they differ in comes about at each call.
 */
import {scalar, type Tensor} from '@tensorflow/tfjs-core';

import type {Known} from './compiled-program.js';
import {GraphTraceError} from './errors.js';
import type {FreshInput} from './fresh-inputs.js';
import {explainByNumbers} from './hyperparameters.js';
import type {Evidence} from './proof/evidence.js';
import {noteOf, releaseConstants, type Constant} from './trace/captures.js';
import {compareTraces} from './trace/compare.js';
import type {Trace} from './trace/recorder.js';

export interface Agreement {
  /** The captured tensors that are others at every call, as inputs. */
  readonly fresh: readonly FreshInput[];
  /** All captured tensors, to be compared with those of a later trace. */
  readonly notes: readonly Constant[];
}

/** Throws if two traces differ in what nothing explains; frees what the second has captured. */
export function agree(first: Trace, second: Trace): Agreement {
  try {
    const fresh = differencesExplained(first, second);
    // Only what optimizers hold makes a later trace worth while.
    const isCompared = second.effects.steps.length > 0;
    return {fresh, notes: isCompared ? notesOf(second, first) : []};
  } finally {
    releaseConstants(second.constants);
  }
}

/** Compares a trace with one that was compiled before an optimizer changed; undefined if they differ in something else. */
export function agreeAgain({trace, fresh}: Known, later: Trace): Agreement | undefined {
  const notes = notesOf(later, trace);
  try {
    const known = fresh.map((input) => ({...input, traced: input.make()}));
    const more = differencesExplained(trace, {...later, constants: notes}, known);
    return {fresh: [...known, ...more], notes};
  } catch (error) {
    if (error instanceof GraphTraceError) return undefined;
    throw error;
  }
}

function differencesExplained(
  first: Trace,
  second: Trace,
  known: readonly FreshInput[] = [],
): readonly FreshInput[] {
  const found: FreshInput[] = [];
  compareTraces(first, second, (index) => {
    if (known.some(({constant}) => constant === index)) return true;
    const input = explainByNumbers(index, first, second);
    if (input !== undefined) found.push(input);
    return input !== undefined;
  });
  return found;
}

/** A graphics card that has had one of two equal tensors for long tells nothing of it, but the other was noted. */
function notesOf({constants}: Trace, {constants: others}: Trace): Constant[] {
  return constants.map((constant, index) => {
    const note = noteOf(constant);
    const other = others[index];
    return note.noted === undefined && other?.source === note.source ? noteOf(other) : note;
  });
}

/** What a program of the trace has to give: the tensors returned, and what the variables assigned are after the call. */
export function evidenceOf(
  {effects}: Trace,
  inputs: readonly Tensor[],
  returned: readonly Tensor[],
  fresh: readonly FreshInput[],
): Evidence {
  const more = fresh.map(({traced}) => scalar(traced));
  return {inputs: [...inputs, ...more], outputs: [...returned, ...effects.variables]};
}
