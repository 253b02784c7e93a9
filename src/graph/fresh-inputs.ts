/**
 * Inputs of a program that no argument brings: what a trace has captured, and what is known to be made anew at every call.
 */
import {scalar, type Optimizer, type Tensor} from '@tensorflow/tfjs-core';

import {tensorOf} from '../tfjs/memory.js';
import type {Program} from './program/program.js';

export interface FreshInput {
  /** The constant of the trace in the place of which it stands. */
  readonly constant: number;
  /** The number of an optimizer that it is computed of. */
  readonly follows?: {readonly optimizer: Optimizer; readonly name: string};
  /** What it was in the trace that the program is proved by. */
  readonly traced: number | Float32Array;
  /** What it is at the next call. */
  readonly make: () => number | Float32Array;
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

/** As a tensor of the innermost scope. */
export function asTensor(made: number | Float32Array, shape: readonly number[]): Tensor {
  return typeof made === 'number' ? scalar(made) : tensorOf(made, shape, 'float32');
}
