/**
 * The compiled form of one signature: traced at the first two calls, replayed from then on.
 */
import {complex, engine, imag, real, Tensor, tidy, Variable, type DataId} from '@tensorflow/tfjs-core';

import {internalError, misuse} from '../errors.js';
import {mapAnything} from '../tree.js';
import {Compilation} from './compile.js';
import {GraphTraceError} from './errors.js';
import type {Input} from './guard.js';
import {printProgram} from './program/program.js';
import {prove, type Proved, type RunsOn} from './proof/prove.js';
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
  /**
   * What runs it: the machine of the cpu backend, or the backend's kernels, as always on other backends. Undefined as long as
   * `f` itself runs: before the second call, and for good where `f` was refused.
   */
  readonly runsOn: RunsOn | undefined;
  /**
   * What there is to say of how it runs; undefined if nothing is out of the ordinary. Before a program is used, its results
   * are compared with the tape's: this says why it does not run on the machine (which differed, and on what kernel), that
   * rounding alone changes its results (it is ill-conditioned), or why `f` was refused.
   */
  readonly reason: string | undefined;
  /** How many kernels one run of `f` ran, with the walk back; 0 before the second call. */
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

/** What one run of `f` has given. */
interface Run extends Traced {
  readonly outputs: readonly Tensor[];
}

interface Ready {
  readonly kind: 'ready';
  readonly proved: Proved;
  readonly fill: Fill;
  readonly variables: readonly Variable[];
  readonly kernelsTraced: number;
}

/** How far a signature has come. It is refused for good: another trace would fail as this one did, or at the next call. */
type State =
  | {readonly kind: 'new'}
  | {readonly kind: 'traced once'; readonly first: Traced}
  | Ready
  | {readonly kind: 'refused'; readonly error: GraphTraceError};

export class Compiled {
  calls = 0;
  #state: State = {kind: 'new'};
  #captured: ReadonlySet<DataId> = new Set();
  /** True once a trace was given up, as `f` made variables that it will read from then on. */
  #hasMadeVariables = false;
  readonly #engineState = engine().state;
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
    return this.#state.kind === 'ready';
  }

  /** True where `f` cannot be replayed: every call throws the error of the first. */
  get isRefused(): boolean {
    return this.#state.kind === 'refused';
  }

  call(tensors: readonly Tensor[], perform: Perform): Answer {
    if (this.#state.kind === 'ready') {
      const {fill} = this.#state;
      const outputs = this.replay(tensors);
      return {result: fill(outputs), outputs, compiled: this};
    }
    this.calls++;
    const result = this.#refusing(() => this.#traceOnce(tensors, perform));
    return {result, outputs: undefined, compiled: this};
  }

  /** Throws what was thrown before, and remembers what cannot be replayed. */
  #refusing<T>(run: () => T): T {
    if (this.#state.kind === 'refused') throw this.#state.error;
    try {
      return run();
    } catch (error) {
      if (error instanceof GraphTraceError) {
        this.dispose();
        this.#captured = new Set();
        this.#state = {kind: 'refused', error};
      }
      throw error;
    }
  }

  #traceOnce(tensors: readonly Tensor[], perform: Perform): unknown {
    const before = Object.keys(engine().registeredVariables);
    const run = this.#trace(tensors, perform);
    const made = Object.keys(engine().registeredVariables).find((name) => !before.includes(name));
    if (made !== undefined) {
      releaseConstants(run.trace.constants);
      this.#giveUpTrace(made);
    } else if (this.#state.kind === 'traced once') {
      this.#compile(this.#state.first, run, tensors);
    } else {
      this.#state = {kind: 'traced once', first: run};
      this.#captured = new Set(run.trace.constants.map(({source}) => source));
    }
    return run.result;
  }

  #compile({trace, template}: Traced, {trace: second, outputs}: Run, inputs: readonly Tensor[]): void {
    agree(trace, second);
    this.#state = {kind: 'new'};
    const compilation = new Compilation(trace);
    try {
      const proved = prove(compilation, {inputs, outputs});
      const kernelsTraced = trace.program.nodes.length;
      this.#state = {
        kind: 'ready',
        proved,
        fill: fillerOf(template),
        variables: trace.variables,
        kernelsTraced,
      };
    } catch (error) {
      compilation.dispose();
      throw error;
    }
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
    return this.#state.kind === 'traced once';
  }

  /** Which of the tensors the first trace, of copies, has captured by closure. */
  capturedAmong(tensors: readonly Tensor[]): Map<number, Tensor> {
    return new Map([...tensors.entries()].filter(([, {dataId}]) => this.#captured.has(dataId)));
  }

  /** Runs and records, with copies of all but the bound tensors, so that what is captured tells from what is given. */
  #trace(tensors: readonly Tensor[], perform: Perform): Run {
    const given = tensors.map((tensor, index) => (this.bound.has(index) ? tensor : copyOf(tensor)));
    const outputs: Tensor[] = [];
    let result: unknown;
    let template: unknown;
    const trace = record(given, () => {
      result = perform(given);
      template = mapAnything(result, (leaf) =>
        leaf instanceof Tensor ? new Slot(outputs.push(leaf) - 1) : copyOfArray(leaf),
      );
      return outputs;
    });
    return {trace, result, template, outputs};
  }

  /** Runs the program: its outputs, which belong to the innermost scope. */
  replay(inputs: readonly Input[]): Tensor[] {
    if (this.#state.kind !== 'ready') throw internalError('a program that is not compiled cannot run');
    const {proved, variables} = this.#state;
    variables.forEach(refuseDisposed);
    this.calls++;
    return this.#refusing(() => proved.executable.runner.run(inputs));
  }

  /** True where the engine was reset since: it can never serve again. */
  get isStale(): boolean {
    return this.#engineState !== engine().state;
  }

  /** Frees the program, or what the first trace captured; a reset of the engine has freed the tensors. */
  dispose(): void {
    const state = this.#state;
    this.#state = {kind: 'new'};
    if (state.kind === 'ready') state.proved.executable.dispose();
    if (state.kind === 'traced once' && !this.isStale) releaseConstants(state.first.trace.constants);
  }

  inspect(): CompiledSignature {
    const {signature, calls} = this;
    const ready = this.#state.kind === 'ready' ? this.#state : undefined;
    const {program, runner} = ready?.proved.executable ?? {};
    return {
      signature,
      runsOn: ready?.proved.runsOn,
      reason: this.#state.kind === 'refused' ? this.#state.error.message : ready?.proved.reason,
      kernelsTraced: ready?.kernelsTraced ?? 0,
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

function copyOf(tensor: Tensor): Tensor {
  if (tensor.dtype === 'complex64') return tidy(() => complex(copyOf(real(tensor)), copyOf(imag(tensor))));
  const running = engine();
  return running.makeTensor(running.readSync(tensor.dataId) as Float32Array, tensor.shape, tensor.dtype);
}

/** Throws where two traces differ; frees what the second has captured. */
function agree(first: Trace, second: Trace): void {
  try {
    compareTraces(first, second);
  } finally {
    releaseConstants(second.constants);
  }
}
