/**
 * From a function and its arguments to what evaluates it.
 */
import {tensor, Variable, type Tensor} from '@tensorflow/tfjs-core';

import {
  leafPaths,
  readCall,
  shapeLikeArguments,
  unwrap,
  type AnyFunction,
  type Call,
} from '../call/calling-rules.js';
import {misuse, showShape} from '../errors.js';
import {printProgram, type Program} from '../graph/program/program.js';
import {sizeOf} from '../graph/passes/rewrite.js';
import {inScope, isDisposed} from '../tfjs/engine.js';
import {readTracked} from '../tfjs/memory.js';
import {assembleDoubles, assembleFloats, NoInstruction} from './code.js';
import {DoubleConstants} from './constants.js';
import {flattenInto} from './flatten.js';
import type {Numbers, ObjectiveInspection, ObjectiveOptions} from './types.js';
import {optimize} from './program.js';
import {prove} from './prove.js';
import {floatRunner} from './float-runner.js';
import {makeRunner, type Runner} from './runner.js';
import {traceObjective} from './trace.js';

const caller = 'objective';

type Precision = 'float64' | 'float32';

/** Where a run of a flat point's numbers goes, or comes from. */
interface Stretch {
  /** The index in the flat point. */
  readonly from: number;
  /** The element of the runner's memory. */
  readonly to: number;
  readonly size: number;
}

export function compileObjective(f: AnyFunction, args: unknown, options: ObjectiveOptions): Compiled {
  const {precision = 'float64', ...rest} = options;
  return inScope(options.name ?? caller, [], () => {
    const call = readCall(caller, f, args, rest);
    refuseTwice(call);
    refuseOthers(call);
    const traced = traceObjective(call);
    const constants = new DoubleConstants(traced.constants);
    const program = optimize(traced.program, constants);
    const meant = runnerOf(program, constants, precision);
    const given = {args, kwargs: options.kwargs, rest, precision};
    const point = flattenAll(given);
    const readThem = (runner: Runner): void => readVariables(runner, traced.variables);
    const {runner, reason} = prove(meant, program, traced, constants, point, readThem);
    // eslint-disable-next-line no-console -- There is nobody else to tell.
    if (reason !== undefined) console.warn(`objective: ${reason}`);
    return new Compiled(call, given, {
      runner,
      reason,
      program,
      variables: traced.variables,
      kernelsTraced: traced.program.nodes.length,
    });
  });
}

function runnerOf(program: Program, constants: DoubleConstants, precision: Precision): Runner {
  try {
    return precision === 'float64'
      ? makeRunner(assembleDoubles(program), constants)
      : floatRunner(assembleFloats(program), constants);
  } catch (error) {
    if (!(error instanceof NoInstruction)) throw error;
    throw misuse(
      caller,
      `f: ${error.kernel} has no form in ${precision}`,
      'Write it by other operations, or use valueAndGradient of a graph function, which runs it by a kernel of the backend',
    );
  }
}

/** A point is made of real numbers. */
function refuseOthers(call: Call): void {
  const paths = leafPaths(call);
  call.leaves.forEach(({dtype}, index) => {
    if (dtype === 'float32') return;
    throw misuse(
      caller,
      `${paths[index]}: expected a float32 tensor, got one of ${dtype}`,
      'Cast it, or leave it out by argnums',
    );
  });
}

/** A point has one place for a tensor. */
function refuseTwice(call: Call): void {
  const paths = leafPaths(call);
  call.leaves.forEach((leaf, index) => {
    const first = call.leaves.indexOf(leaf);
    if (first === index) return;
    throw misuse(
      caller,
      `${paths[index]} is the same tensor as ${paths[first]}`,
      'Pass it once: each argument is a part of the point of its own',
    );
  });
}

/** Copies the variables of a program into the memory of what runs it. */
function readVariables(runner: Runner, variables: readonly Variable[]): void {
  for (const {index, start, size, storage} of runner.variables) {
    const variable = variables[index] as Variable;
    if (isDisposed(variable)) {
      throw misuse(caller, `f uses the variable '${variable.name}', which is disposed`, 'Use a live one');
    }
    const memory = storage === 'int' ? runner.ints : runner.memory;
    const elements = readTracked(variable.dataId);
    memory.set(elements, start);
    if (size === 1) memory.fill(elements[0] as number, start, start + runner.lanes);
  }
}

/** The arguments that a point stands for, flattened. */
function flattenAll({args, kwargs, rest}: Given): Float64Array {
  const elements: number[] = [];
  for (const value of differentiatedAmong(args, kwargs, rest)) flattenInto(elements, value);
  return Float64Array.from(elements);
}

/** The arguments that a point stands for, in its order. */
function differentiatedAmong(args: unknown, kwargs: object | undefined, rest: Given['rest']): unknown[] {
  const packed = Array.isArray(args) && rest.autoUnpackSingleArg !== false;
  const positional: readonly unknown[] = packed ? args : args === undefined ? [] : [args];
  const {argnums} = rest;
  const chosen =
    argnums === undefined
      ? positional
      : [argnums].flat().map((argnum) => positional[argnum < 0 ? positional.length + argnum : argnum]);
  return kwargs === undefined ? [...chosen] : [...chosen, kwargs];
}

interface Given {
  readonly args: unknown;
  readonly kwargs: object | undefined;
  readonly rest: Omit<ObjectiveOptions, 'precision'>;
  readonly precision: Precision;
}

interface Executable {
  readonly runner: Runner;
  readonly reason: string | undefined;
  readonly program: Program;
  readonly variables: readonly Variable[];
  readonly kernelsTraced: number;
}

/** A compiled objective. */
export class Compiled {
  readonly size: number;
  readonly initial: Float64Array;
  readonly readsVariables: boolean;
  readonly #call: Call;
  readonly #leafShapes: ReadonlyArray<{readonly shape: number[]; readonly dtype: Tensor['dtype']}>;
  readonly #inputs: readonly Stretch[];
  readonly #gradients: readonly Stretch[];
  #executable: Executable | undefined;
  #calls = 0;

  constructor(
    call: Call,
    readonly given: Given,
    executable: Executable,
  ) {
    const {runner} = executable;
    this.#call = call;
    this.#executable = executable;
    this.#leafShapes = call.leaves.map(({shape, dtype}) => ({shape, dtype}));
    const starts: number[] = [];
    let size = 0;
    for (const {shape} of call.leaves) {
      starts.push(size);
      size += sizeOf(shape);
    }
    this.size = size;
    this.#inputs = runner.inputs.map(({index, start, size}) => ({
      from: starts[index] as number,
      to: start,
      size,
    }));
    this.#gradients = runner.outputs
      .slice(1)
      .map(({start, size}, index) => ({from: starts[index] as number, to: start, size}));
    this.readsVariables = runner.variables.length > 0;
    this.initial = this.flatten(given.args);
  }

  /** The value at a point; {@link copyGradient} then gives the gradient. */
  evaluate(x: ArrayLike<number>): number {
    const {runner, variables} = this.#live();
    const {memory, lanes} = runner;
    for (const {from, to, size} of this.#inputs) {
      for (let i = 0; i < size; i++) memory[to + i] = x[from + i] as number;
      if (size === 1) for (let lane = 1; lane < lanes; lane++) memory[to + lane] = x[from] as number;
    }
    if (this.readsVariables) readVariables(runner, variables);
    this.#calls++;
    runner.run();
    return memory[(runner.outputs[0] as {readonly start: number}).start] as number;
  }

  copyGradient(gradient: Numbers): void {
    const {memory} = this.#live().runner;
    for (const {from, to, size} of this.#gradients)
      for (let i = 0; i < size; i++) gradient[from + i] = memory[to + i] as number;
  }

  flatten(args: unknown): Float64Array {
    const {rest} = this.given;
    return inScope(caller, [], () => {
      const call = readCall(caller, this.#call.f, args, rest);
      const paths = leafPaths(call);
      this.#leafShapes.forEach(({shape}, index) => {
        const found = call.leaves[index]?.shape;
        if (found !== undefined && String(found) === String(shape)) return;
        throw misuse(
          'objective: flatten',
          `${paths[index] ?? 'args'}: expected shape ${showShape(shape)}, got ${found ? showShape(found) : 'nothing'}`,
          'Pass arguments of the structure and the shapes that the objective was made with',
        );
      });
      return flattenAll({...this.given, args});
    });
  }

  unflatten(x: ArrayLike<number>): unknown {
    let from = 0;
    const tensors = this.#leafShapes.map(({shape, dtype}) => {
      const elements = Array.prototype.slice.call(x, from, (from += sizeOf(shape))) as number[];
      return tensor(elements, shape, dtype);
    });
    return unwrap(shapeLikeArguments(this.#call, tensors));
  }

  assign(x: ArrayLike<number>): void {
    let from = 0;
    for (const leaf of this.#call.leaves) {
      const elements = Array.prototype.slice.call(x, from, (from += sizeOf(leaf.shape))) as number[];
      if (!(leaf instanceof Variable)) continue;
      const made = tensor(elements, leaf.shape, leaf.dtype);
      leaf.assign(made);
      made.dispose();
    }
  }

  inspect(): ObjectiveInspection {
    const {runner, reason, program, kernelsTraced} = this.#live();
    return {
      precision: this.given.precision,
      form: runner.form,
      reason,
      kernelsTraced,
      calls: this.#calls,
      program: printProgram(program),
    };
  }

  dispose(): void {
    this.#executable = undefined;
  }

  #live(): Executable {
    if (this.#executable !== undefined) return this.#executable;
    throw misuse(caller, 'it was disposed', 'Make it anew with objective(f, args)');
  }
}
