/**
 * The compiled form of one signature: traced at the first two calls, replayed from then on.
 */
import {engine, Tensor, Variable, type DataId} from '@tensorflow/tfjs-core';

import {internalError, misuse} from '../errors.js';
import {copyTensor} from '../tfjs/copies.js';
import {mapAnything} from '../tree.js';
import {compile, type Executable} from './compile.js';
import {GraphTraceError} from './errors.js';
import type {Input} from './guard.js';
import {printProgram} from './program/program.js';
import {copyOfArray, fillerOf, Slot, type Fill} from './template.js';
import {compareTraces} from './trace/compare.js';
import {releaseConstants} from './trace/captures.js';
import {record, type Trace} from './trace/recorder.js';

/** What a call gives: also the outputs of the program, where one has run. */
export interface Answer {
  readonly result: unknown;
  readonly outputs: readonly Tensor[] | undefined;
  readonly compiled: Compiled;
}

/** What a graph function has compiled for one signature. */
export interface CompiledSignature {
  /** Structure, shapes and dtypes of the arguments, other values, options, backend. */
  readonly signature: string;
  /** How many kernels one run of `f` ran, with the walk back. */
  readonly kernelsTraced: number;
  /** How many kernels of the backend a compiled call runs. */
  readonly kernelsRun: number;
  /** How many of the program's nodes run without a kernel of the backend. */
  readonly fused: number;
  /** How often it was called, the two traces among it. */
  readonly calls: number;
  /** The program as text, empty before the second call. */
  readonly program: string;
  /** What the CPU machine runs for it, as text; empty on other backends. */
  readonly instructions: string;
}

/** What is to be compiled: a function of tensors whose result is a structure around tensors, and anything else. */
export type Perform = (tensors: readonly Tensor[]) => unknown;

interface Traced {
  readonly trace: Trace;
  readonly result: unknown;
  /** The result with slots in the place of its tensors. */
  readonly template: unknown;
}

interface Ready {
  readonly executable: Executable;
  readonly fill: Fill;
  readonly variables: readonly Variable[];
}

export class Compiled {
  calls = 0;
  #first: Traced | undefined;
  #ready: Ready | undefined;
  #captured: ReadonlySet<DataId> = new Set();
  #kernelsTraced = 0;
  /** True once a trace was given up, as `f` made variables that it will read from then on. */
  #hasMadeVariables = false;
  readonly #state = engine().state;
  readonly #backendName = engine().backendName;

  constructor(
    readonly signature: string,
    /** The tensors that `f` reaches by closure as well: the program holds for these alone. */
    readonly bound: ReadonlyMap<number, Tensor> = new Map(),
  ) {}

  /** True where the program serves these tensors. */
  serves(inputs: readonly Input[]): boolean {
    if (this.isStale || this.#backendName !== engine().backendName) return false;
    if (this.#captured.size > 0 && inputs.some((input, index) => this.#isCaptured(input, index)))
      return false;
    for (const [index, tensor] of this.bound) if (inputs[index] !== tensor) return false;
    return true;
  }

  #isCaptured(input: Input, index: number): boolean {
    return typeof input !== 'number' && this.#captured.has(input.dataId) && !this.bound.has(index);
  }

  /** True where it has been compiled, and not disposed of. */
  get isReady(): boolean {
    return this.#ready !== undefined;
  }

  call(tensors: readonly Tensor[], perform: Perform): Answer {
    if (this.#ready !== undefined) {
      const outputs = this.replay(tensors);
      return {result: this.#ready.fill(outputs), outputs, compiled: this};
    }
    this.calls++;
    const before = Object.keys(engine().registeredVariables);
    const traced = this.#trace(tensors, perform);
    const made = Object.keys(engine().registeredVariables).find((name) => !before.includes(name));
    if (made !== undefined) {
      releaseConstants(traced.trace.constants);
      this.#giveUpTrace(made);
    } else if (this.#first === undefined) {
      this.#first = traced;
      this.#captured = new Set(traced.trace.constants.map(({source}) => source));
    } else {
      const {trace, template} = this.#first;
      agree(trace, traced.trace);
      this.#first = undefined;
      this.#kernelsTraced = trace.program.nodes.length;
      const {variables} = trace;
      this.#ready = {executable: compile(trace), fill: fillerOf(template), variables};
    }
    return {result: traced.result, outputs: undefined, compiled: this};
  }

  /** For a trace in which `f` made a variable, which layers do when they are first applied. Throws where it does so again. */
  #giveUpTrace(made: string): void {
    if (this.#hasMadeVariables) {
      throw new GraphTraceError(
        `f makes a variable at every call, this time '${made}'`,
        'Make it before the call, or where it is missing',
      );
    }
    this.#hasMadeVariables = true;
  }

  /** True between the first trace and the second. */
  get isTracedOnce(): boolean {
    return this.#first !== undefined;
  }

  /** Which of the tensors the first trace, of copies, has captured by closure. */
  capturedAmong(tensors: readonly Tensor[]): Map<number, Tensor> {
    return new Map([...tensors.entries()].filter(([, {dataId}]) => this.#captured.has(dataId)));
  }

  /** Runs and records, with copies of all but the bound tensors, so that what is captured tells from what is given. */
  #trace(tensors: readonly Tensor[], perform: Perform): Traced {
    const given = tensors.map((tensor, index) => (this.bound.has(index) ? tensor : copyTensor(tensor)));
    let result: unknown;
    let template: unknown;
    const trace = record(given, () => {
      const outputs: Tensor[] = [];
      result = perform(given);
      template = mapAnything(result, (leaf) =>
        leaf instanceof Tensor ? new Slot(outputs.push(leaf) - 1) : copyOfArray(leaf),
      );
      return outputs;
    });
    return {trace, result, template};
  }

  /** Runs the program: its outputs, which belong to the innermost scope. */
  replay(inputs: readonly Input[]): Tensor[] {
    if (this.#ready === undefined) throw internalError('a program that is not compiled cannot run');
    this.#ready.variables.forEach(refuseDisposed);
    this.calls++;
    return this.#ready.executable.runner.run(inputs);
  }

  /** True where the engine was reset since: it can never serve again. */
  get isStale(): boolean {
    return this.#state !== engine().state;
  }

  /** Frees the program, or what the first trace captured; a reset of the engine has freed the tensors. */
  dispose(): void {
    this.#ready?.executable.dispose();
    if (!this.isStale) releaseConstants(this.#first?.trace.constants ?? []);
    this.#first = undefined;
    this.#ready = undefined;
  }

  inspect(): CompiledSignature {
    const {signature, calls} = this;
    const {program, runner} = this.#ready?.executable ?? {};
    return {
      signature,
      kernelsTraced: this.#kernelsTraced,
      kernelsRun: runner?.kernels ?? 0,
      fused: runner?.fused ?? 0,
      calls,
      program: program === undefined ? '' : printProgram(program),
      instructions: runner?.print() ?? '',
    };
  }
}

/** Throws where a tensor has no memory any more: a kernel would say nothing of use. */
export function refuseDisposed(tensor: Tensor): void {
  if (!tensor.isDisposed) return;
  const what =
    tensor instanceof Variable ? `f uses the variable '${tensor.name}'` : 'an argument is a tensor';
  throw misuse('graph', `${what} that was disposed of`, 'Pass or use a live one, or tf.keep it');
}

/** Throws where two traces differ; frees what the second has captured. */
function agree(first: Trace, second: Trace): void {
  try {
    compareTraces(first, second);
  } finally {
    releaseConstants(second.constants);
  }
}
