/**
 * The compiled form of one signature: traced at the first two calls, replayed from then on.
 */
import {getBackend, Tensor, Variable, type DataId} from '@tensorflow/tfjs-core';

import {internalError, misuse} from '../errors.js';
import {copyTensor} from '../tfjs/copies.js';
import {allVariables, epoch, isDisposed} from '../tfjs/engine.js';
import {mapAnything} from '../tree.js';
import {Compilation} from './compile.js';
import {GraphTraceError} from './errors.js';
import type {Input} from './guard.js';
import type {CompiledSignature} from './inspection.js';
import {printProgram} from './program/program.js';
import {LaterProof, readsLater} from './proof/later.js';
import {prove, type Proved} from './proof/prove.js';
import {copyOfArray, fillerOf, Slot, type Fill} from './template.js';
import {compareTraces} from './trace/compare.js';
import {releaseConstants} from './trace/captures.js';
import {record, type Trace} from './trace/recorder.js';

export type {CompiledSignature};

/** What a call gives: also the outputs of the program, where one has run. */
export interface Answer {
  readonly result: unknown;
  readonly outputs: readonly Tensor[] | undefined;
  readonly compiled: Compiled;
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

/** What is known of a program, whichever form of it will serve. */
interface Known {
  readonly fill: Fill;
  readonly variables: readonly Variable[];
  readonly kernelsTraced: number;
}

/** How far a signature has come. It is refused for good: another trace would fail as this one did, or at the next call. */
type State =
  | {readonly kind: 'new'}
  | {readonly kind: 'traced once'; readonly first: Traced}
  | {readonly kind: 'proving'; readonly proof: LaterProof; readonly known: Known}
  | {readonly kind: 'ready'; readonly proved: Proved; readonly known: Known}
  | {readonly kind: 'refused'; readonly error: GraphTraceError};

export class Compiled {
  calls = 0;
  #state: State = {kind: 'new'};
  #captured: ReadonlySet<DataId> = new Set();
  /** True once a trace was given up, as `f` made variables that it will read from then on. */
  #hasMadeVariables = false;
  readonly #epoch = epoch();
  readonly #backendName = getBackend();

  constructor(
    readonly signature: string,
    /** The tensors that `f` reaches by closure as well: the program holds for these alone. */
    readonly bound: ReadonlyMap<number, Tensor> = new Map(),
  ) {}

  /** True where the program serves these tensors. */
  serves(inputs: readonly Input[]): boolean {
    if (this.isStale || this.#backendName !== getBackend()) return false;
    if (this.#captured.size > 0 && inputs.some((input, index) => this.#isCaptured(input, index)))
      return false;
    for (const [index, tensor] of this.bound) if (inputs[index] !== tensor) return false;
    return true;
  }

  #isCaptured(input: Input, index: number): boolean {
    return input instanceof Tensor && this.#captured.has(input.dataId) && !this.bound.has(index);
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
    this.#lookAtProof();
    if (this.#state.kind === 'ready') {
      const {fill} = this.#state.known;
      const outputs = this.replay(tensors);
      return {result: fill(outputs), outputs, compiled: this};
    }
    this.calls++;
    const result = this.#refusing(() =>
      this.#state.kind === 'proving'
        ? performToProve(this.#state.proof, tensors, perform)
        : this.#traceOnce(tensors, perform),
    );
    return {result, outputs: undefined, compiled: this};
  }

  /** Where the proof of a program has to be waited for: what has come of it since the last call. */
  #lookAtProof(): void {
    if (this.#state.kind !== 'proving') return;
    const {proof, known} = this.#state;
    if (proof.outcome === undefined) return;
    if (proof.outcome instanceof GraphTraceError) this.#refuse(proof.outcome);
    else this.#state = {kind: 'ready', proved: proof.outcome, known};
  }

  /** Throws what was thrown before, and remembers what cannot be replayed. */
  #refusing<T>(run: () => T): T {
    if (this.#state.kind === 'refused') throw this.#state.error;
    try {
      return run();
    } catch (error) {
      if (error instanceof GraphTraceError) this.#refuse(error);
      throw error;
    }
  }

  #refuse(error: GraphTraceError): void {
    this.dispose();
    this.#captured = new Set();
    this.#state = {kind: 'refused', error};
  }

  #traceOnce(tensors: readonly Tensor[], perform: Perform): unknown {
    const before = Object.keys(allVariables());
    const run = this.#trace(tensors, perform);
    const made = Object.keys(allVariables()).find((name) => !before.includes(name));
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
    const known = {
      fill: fillerOf(template),
      variables: trace.variables,
      kernelsTraced: trace.program.nodes.length,
    };
    try {
      const evidence = {inputs, outputs};
      if (!readsLater()) this.#state = {kind: 'ready', proved: prove(compilation, evidence), known};
      else {
        const proof = new LaterProof(compilation);
        proof.compare(evidence);
        this.#state = {kind: 'proving', proof, known};
      }
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
    const given = tensors.map((tensor, index) => (this.bound.has(index) ? tensor : copyTensor(tensor)));
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
    const {proved, known} = this.#state;
    known.variables.forEach(refuseDisposed);
    this.calls++;
    return this.#refusing(() => proved.executable.runner.run(inputs));
  }

  /** True where the engine was reset since: it can never serve again. */
  get isStale(): boolean {
    return this.#epoch !== epoch();
  }

  /** Frees the program, or what the first trace captured; a reset of the engine has freed the tensors. */
  dispose(): void {
    const state = this.#state;
    this.#state = {kind: 'new'};
    if (state.kind === 'ready') state.proved.executable.dispose();
    if (state.kind === 'proving') state.proof.dispose();
    if (state.kind === 'traced once' && !this.isStale) releaseConstants(state.first.trace.constants);
  }

  inspect(): CompiledSignature {
    this.#lookAtProof();
    const {signature, calls} = this;
    const state = this.#state;
    const ready = state.kind === 'ready' ? state : undefined;
    const {program, runner} = ready?.proved.executable ?? {};
    return {
      signature,
      runsOn: ready?.proved.runsOn,
      reason: reasonIn(state),
      kernelsTraced: ready?.known.kernelsTraced ?? 0,
      kernelsRun: runner?.kernels ?? 0,
      fused: runner?.fused ?? 0,
      calls,
      program: program === undefined ? '' : printProgram(program),
      instructions: runner?.print() ?? '',
    };
  }
}

function reasonIn(state: State): string | undefined {
  if (state.kind === 'refused') return state.error.message;
  if (state.kind === 'proving')
    return "Its results are being compared with the tape's, which answers until then.";
  return state.kind === 'ready' ? state.proved.reason : undefined;
}

/** Runs `f` itself, for the call's sake and as one more occasion to compare a program with it. */
function performToProve(proof: LaterProof, tensors: readonly Tensor[], perform: Perform): unknown {
  const result = perform(tensors);
  const outputs: Tensor[] = [];
  mapAnything(result, (leaf) => leaf instanceof Tensor && outputs.push(leaf));
  proof.compare({inputs: tensors, outputs});
  return result;
}

/** Throws where a tensor has no memory any more: a kernel would say nothing of use. */
export function refuseDisposed(tensor: Tensor): void {
  if (!isDisposed(tensor)) return;
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
