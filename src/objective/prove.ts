/**
 * A compiled objective is not used before it has given the tape's results once, as far as float32 can tell, and those of its
 * own program without optimization.
 */
import {GraphTraceError} from '../graph/errors.js';
import {sizeOf} from '../graph/passes/rewrite.js';
import type {Program} from '../graph/program/program.js';
import {assembleDoubles, NoInstruction} from './code.js';
import type {DoubleConstants} from './constants.js';
import {lower} from './program.js';
import {machineRunner, type Runner} from './runner.js';
import type {TracedObjective} from './trace.js';

/** What serves, and why it is not what was meant to serve. */
export interface Proved {
  readonly runner: Runner;
  readonly reason: string | undefined;
}

/** Reads the variables of a program into the memory of what runs it. */
export type ReadVariables = (runner: Runner) => void;

/** Sums in another order, and functions that are right to the last bits, differ by no more, relative to the largest. */
const ROUNDING = 1e-9;

/** What float32 loses in a program of ordinary length, relative to the largest. */
const ROUNDING_OF_TAPE = 1e-3;

/** How far the tape may be off, in units of what the rounding of its arguments alone changes. */
const AMPLIFICATION = 1e4;

/** The runner, or a slower one that gives the right results. Throws a GraphTraceError if there is none. */
export function prove(
  meant: Runner,
  optimized: Program,
  traced: TracedObjective,
  constants: DoubleConstants,
  point: Float64Array,
  readVariables: ReadVariables,
): Proved {
  const plain = plainRunner(traced, constants, optimized);
  const starts = startsIn(traced);
  const at = (runner: Runner, x: Float64Array): number[] => {
    readVariables(runner);
    return resultsAt(runner, x, starts);
  };
  const truth = at(plain, point);
  const tolerance =
    ROUNDING_OF_TAPE * largest(truth) + AMPLIFICATION * spread((x) => at(plain, x), point, truth);
  if (!agree(traced.results, truth, tolerance)) throw unlikeTape(traced.results, truth);
  const isFloat32 = meant.memory instanceof Float32Array;
  const allowed = isFloat32
    ? tolerance
    : ROUNDING * largest(truth) + spread((x) => at(plain, x), point, truth);
  // Twice: its memory stays, and the second run shows what was overwritten that should not have been.
  if ([1, 2].every(() => agree(at(meant, point), truth, allowed))) return {runner: meant, reason: undefined};
  return {
    runner: plain,
    reason:
      'The compiled program gave other results than the same program without optimization, which serves instead. Please report it.',
  };
}

/** The program on the machine in TypeScript: without optimization, unless it has instructions only with it. */
function plainRunner({program}: TracedObjective, constants: DoubleConstants, optimized: Program): Runner {
  try {
    return machineRunner(assembleDoubles(lower(program, constants)), constants);
  } catch (error) {
    if (!(error instanceof NoInstruction)) throw error;
    return machineRunner(assembleDoubles(optimized), constants);
  }
}

/** Where each leaf begins in a point; a program has no place for one that it does not read. */
function startsIn({program}: TracedObjective): number[] {
  const starts: number[] = [];
  let start = 0;
  for (const {origin, shape} of program.values) {
    if (origin.kind !== 'input') continue;
    starts[origin.index] = start;
    start += sizeOf(shape);
  }
  return starts;
}

/** The value and the gradient, one after another. */
function resultsAt(
  {memory, inputs, outputs, lanes, run}: Runner,
  x: Float64Array,
  starts: readonly number[],
): number[] {
  for (const {index, start, size} of inputs) {
    const from = starts[index] as number;
    for (let i = 0; i < size; i++) memory[start + i] = x[from + i] as number;
    if (size === 1) memory.fill(x[from] as number, start, start + lanes);
  }
  run();
  return outputs.flatMap(({start, size}) => Array.from(memory.subarray(start, start + size)));
}

/** How much results change where every argument is moved by half a unit of float32. */
function spread(at: (x: Float64Array) => number[], point: Float64Array, truth: readonly number[]): number {
  const moved = point.map((value, index) => value * (1 + (index % 2 === 0 ? 6e-8 : -6e-8)));
  return Math.max(
    0,
    ...at(moved)
      .map((value, index) => Math.abs(value - (truth[index] as number)))
      .filter(Number.isFinite),
  );
}

function largest(values: readonly number[]): number {
  let found = 0;
  for (const value of values) if (Number.isFinite(value)) found = Math.max(found, Math.abs(value));
  return found;
}

/** NaN agrees with anything: float32 overflows, and cancels, where float64 does not. */
function agree(some: readonly number[], others: readonly number[], tolerance: number): boolean {
  return some.every((value, index) => {
    const other = others[index] as number;
    return !Number.isFinite(value) || !Number.isFinite(other) || Math.abs(value - other) <= tolerance;
  });
}

function unlikeTape(found: readonly number[], truth: readonly number[]): GraphTraceError {
  const index = found.findIndex((value, i) => Math.abs(value - (truth[i] as number)) > 0);
  return new GraphTraceError(
    `f cannot be compiled, as its program gives ${truth[index]} for ${found[index]} of the tape (result ${index}: the value, then the gradient)`,
    'Please report it. Use valueAndGradient of a graph function instead',
  );
}
