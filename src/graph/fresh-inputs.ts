/**
 * Inputs of a program that no argument brings: scalars that a trace has captured, and that follow a number of an optimizer.
 */
import type {Optimizer} from '@tensorflow/tfjs-core';

import type {Program} from './program/program.js';

export interface FreshInput {
  /** The constant of the trace in the place of which it stands. */
  readonly constant: number;
  /** The number of an optimizer that it is computed of. */
  readonly follows: {readonly optimizer: Optimizer; readonly name: string};
  /** What it was in the trace that the program is proved by. */
  readonly traced: number;
  /** What it is at the next call. */
  readonly make: () => number;
}

/** The program with inputs, after so many of its own, in the place of constants. */
export function withFreshInputs(program: Program, fresh: readonly FreshInput[], count: number): Program {
  if (fresh.length === 0) return program;
  const places = new Map(fresh.map(({constant}, index) => [constant, count + index]));
  const values = program.values.map((value) => {
    const index = value.origin.kind === 'constant' ? places.get(value.origin.index) : undefined;
    return index === undefined ? value : {...value, origin: {kind: 'input' as const, index}};
  });
  return {...program, values};
}
