/**
 * Inputs of a program that no argument brings, in the place of tensors that a trace has captured: scalars that follow a number
 * of an optimizer, and what is drawn at every call.
 */
import {scalar, tensor, type Optimizer, type Tensor} from '@tensorflow/tfjs-core';

import type {Redraw} from './draws.js';
import type {Input} from './guard.js';
import type {Program} from './program/program.js';
import type {Drawn} from './trace/draws.js';

interface Fresh {
  /** The constant of the trace in the place of which it stands. */
  readonly constant: number;
}

/** A scalar. */
export interface FreshNumber extends Fresh {
  readonly kind: 'number';
  /** The number of an optimizer that it is computed of. */
  readonly follows: {readonly optimizer: Optimizer; readonly name: string};
  /** What it was in the trace that the program is proved by. */
  readonly traced: number;
  /** What it is at the next call. */
  readonly make: () => number;
}

/** A random tensor. */
export interface FreshDraw extends Fresh {
  readonly kind: 'draw';
  readonly shape: readonly number[];
  /** Its place among the draws of the program. */
  readonly place: number;
  readonly traced: Drawn;
  readonly make: Redraw;
}

export type FreshInput = FreshNumber | FreshDraw;

/** What a fresh input is at this call, for which each draw has taken some numbers. */
export function freshInput(input: FreshInput, numbers: ReadonlyArray<readonly number[]>): Input {
  return input.kind === 'number' ? input.make() : input.make(numbers[input.place] ?? []);
}

/** What it was in the trace. */
export function tracedInput(input: FreshInput): Tensor {
  if (input.kind === 'number') return scalar(input.traced);
  const {traced, shape} = input;
  return tensor(traced.slice(), [...shape], traced instanceof Float32Array ? 'float32' : 'int32');
}

/** The same as at a call for which each draw has taken these numbers. */
export function tracedAnew(input: FreshInput, numbers: ReadonlyArray<readonly number[]>): FreshInput {
  return input.kind === 'number'
    ? {...input, traced: input.make()}
    : {...input, traced: input.make(numbers[input.place] ?? [])};
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
