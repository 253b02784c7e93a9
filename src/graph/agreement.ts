/**
 * What two traces of one function agree on, and how what they differ in comes about at each call.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import type {Known} from './compiled-program.js';
import {areAlike, cannotRedraw, drawsOutside, redrawing} from './draws.js';
import {GraphTraceError} from './errors.js';
import {tracedInput, type FreshDraw, type FreshInput} from './fresh-inputs.js';
import {explainByNumbers} from './hyperparameters.js';
import type {Evidence} from './proof/evidence.js';
import {noteOf, releaseConstants, type Constant} from './trace/captures.js';
import {compareTraces, differing} from './trace/compare.js';
import type {Draw} from './trace/draws.js';
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
    const known = fresh.flatMap((input) =>
      input.kind === 'number' ? [{...input, traced: input.make()}] : [],
    );
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
  const drawn = drawnIn(first, second);
  compareTraces(first, second, (index) => {
    if (drawn.has(index) || known.some(({constant}) => constant === index)) return true;
    const input = explainByNumbers(index, first, second);
    if (input !== undefined) found.push(input);
    return input !== undefined;
  });
  if (!areAlike(first.draws.all, second.draws.all)) throw differing('they draw different random numbers');
  const {outside} = second.draws;
  if (outside !== undefined) throw drawsOutside(outside());
  return [...found, ...[...drawn].map(([index, draws]) => drawnAnew(index, draws, second))];
}

/** The captured tensors that were drawn, the same number of `Math.random` or not, and their draws in both traces. */
function drawnIn(first: Trace, second: Trace): Map<number, readonly [Draw, Draw]> {
  const drawn = new Map<number, readonly [Draw, Draw]>();
  second.constants.forEach(({source}, index) => {
    const place = second.draws.placeOf(source);
    const before = first.constants[index];
    if (place === undefined || before === undefined || first.draws.placeOf(before.source) !== place) return;
    drawn.set(index, [first.draws.all[place] as Draw, second.draws.all[place] as Draw]);
  });
  return drawn;
}

function drawnAnew(index: number, [before, now]: readonly [Draw, Draw], second: Trace): FreshDraw {
  const {shape, source} = second.constants[index] as Constant;
  const make = redrawing(before, now);
  const place = second.draws.placeOf(source);
  if (make === undefined || now.made === undefined || place === undefined) throw cannotRedraw(now);
  return {kind: 'draw', constant: index, shape, place, traced: now.made, make};
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
  {effects}: Pick<Trace, 'effects'>,
  inputs: readonly Tensor[],
  returned: readonly Tensor[],
  fresh: readonly FreshInput[],
): Evidence {
  const more = fresh.map(tracedInput);
  const assigned = effects.variables;
  return {inputs: [...inputs, ...more], outputs: [...returned, ...assigned], assigned};
}
