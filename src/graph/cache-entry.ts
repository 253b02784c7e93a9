/**
 * The compiled form of one signature: traced at the first two calls, replayed from then on.
 */
import {getBackend, Tensor, type DataId} from '@tensorflow/tfjs-core';

import {internalError} from '../errors.js';
import {allVariables, epoch} from '../tfjs/engine.js';
import {agree, agreeAgain, evidenceOf, type Agreement} from './agreement.js';
import {Compilation} from './compile.js';
import {CompiledProgram, type Known} from './compiled-program.js';
import {planOf, plantSeeds} from './draws.js';
import {GraphTraceError} from './errors.js';
import {withFreshInputs} from './fresh-inputs.js';
import type {Input} from './guard.js';
import {refuseDisposed} from './liveness.js';
import {changeDuring, Changes, readAgain} from './hyperparameters.js';
import type {CompiledSignature} from './inspection.js';
import {printProgram} from './program/program.js';
import {LaterProof, performToProve, readsLater} from './proof/later.js';
import {prove} from './proof/prove.js';
import {fillerOf} from './template.js';
import {traceCall, type Perform, type Run, type Traced} from './traced-call.js';
import {releaseConstants} from './trace/captures.js';
import type {Step} from './trace/effects.js';
import type {Trace} from './trace/recorder.js';

export type {CompiledSignature};

/** What a call gives: also the outputs of the program, where one has run. */
export interface Answer {
  readonly result: unknown;
  readonly outputs: readonly Tensor[] | undefined;
  readonly compiled: Compiled;
}

/** How far a signature has come. It is refused for good: another trace would fail as this one did, or at the next call. */
type State =
  | {readonly kind: 'new'}
  | {readonly kind: 'traced once'; readonly first: Traced}
  | {readonly kind: 'proving'; readonly proof: LaterProof; readonly known: Known}
  | {readonly kind: 'ready'; readonly program: CompiledProgram}
  | {readonly kind: 'refused'; readonly error: GraphTraceError};

export class Compiled {
  calls = 0;
  #state: State = {kind: 'new'};
  #captured: ReadonlySet<DataId> = new Set();
  #bound: ReadonlyMap<number, Tensor> = new Map();
  /** True once a trace was given up, as `f` made variables that it will read from then on. */
  #hasMadeVariables = false;
  readonly #changes = new Changes();
  readonly #epoch = epoch();
  readonly #backendName = getBackend();

  constructor(readonly signature: string) {}

  /** The arguments that `f` reaches by closure as well: the program holds for these alone. */
  get bound(): ReadonlyMap<number, Tensor> {
    return this.#bound;
  }

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

  /** True if it has been compiled, and not disposed of, and optimizers hold what they held then. */
  get isReady(): boolean {
    return this.#state.kind === 'ready' && this.#state.program.changed === undefined;
  }

  /** True where `f` cannot be replayed: every call throws the error of the first. */
  get isRefused(): boolean {
    return this.#state.kind === 'refused';
  }

  call(tensors: readonly Tensor[], perform: Perform): Answer {
    this.#lookAtProof();
    const state = this.#state;
    if (state.kind === 'ready' && state.program.changed === undefined) {
      const outputs = this.replay(tensors);
      return {result: state.program.known.fill(outputs), outputs, compiled: this};
    }
    this.calls++;
    const result = this.#refusing(() =>
      state.kind === 'proving'
        ? performToProve(state.proof, state.known, tensors, perform)
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
    else this.#state = {kind: 'ready', program: new CompiledProgram(proof.outcome, known)};
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

  /** @param numbers What `Math.random` has given to an earlier run of this call. */
  #traceOnce(tensors: readonly Tensor[], perform: Perform, numbers?: readonly number[]): unknown {
    const before = Object.keys(allVariables());
    const steps = readAgain(this.#stepsKnown());
    const run = traceCall(tensors, this.#bound, perform, numbers);
    const {effects, constants, draws} = run.trace;
    try {
      const made = Object.keys(allVariables()).find((name) => !before.includes(name));
      if (made === undefined) this.#take(run, tensors, steps);
      else {
        releaseConstants(constants);
        this.#giveUpTrace(made);
      }
    } catch (error) {
      effects.undo();
      throw error;
    }
    if (!this.#bindArguments(tensors)) {
      effects.release();
      return run.result;
    }
    // Traced with copies, f has shown that it reaches these by closure: again, with the tensors themselves.
    effects.undo();
    this.dispose();
    return this.#traceOnce(tensors, perform, draws.numbers);
  }

  /** Binds the tensors that the first trace, of copies, has captured by closure. True if there are any. */
  #bindArguments(tensors: readonly Tensor[]): boolean {
    if (this.#state.kind !== 'traced once') return false;
    const captured = [...tensors.entries()].filter(([, {dataId}]) => this.#captured.has(dataId));
    const {size} = this.#bound;
    this.#bound = new Map([...this.#bound, ...captured]);
    return this.#bound.size > size;
  }

  /** The optimizers that the last trace has met. */
  #stepsKnown(): readonly Step[] {
    const state = this.#state;
    if (state.kind === 'traced once') return state.first.trace.effects.steps;
    return state.kind === 'ready' ? state.program.known.trace.effects.steps : [];
  }

  /** What a trace is good for: to be compared with another, or to be compiled. */
  #take(run: Run, inputs: readonly Tensor[], steps: readonly Step[]): void {
    const state = this.#state;
    const {trace} = run;
    const changed = changeDuring(steps, trace.effects.steps);
    if (changed !== undefined) {
      releaseConstants(trace.constants);
      throw changed;
    }
    if (state.kind === 'traced once') {
      const agreement = agree(state.first.trace, trace);
      this.#state = {kind: 'new'};
      this.#compile(state.first, agreement, run, inputs);
    } else if (state.kind === 'ready') this.#compileAgain(state.program, run, inputs);
    else this.#begin(run);
  }

  #begin(run: Run): void {
    this.#state = {kind: 'traced once', first: run};
    this.#captured = capturedBy(run.trace);
  }

  /** After a change to an optimizer: if the program follows its numbers, this is the last change to cost a trace. */
  #compileAgain(program: CompiledProgram, run: Run, inputs: readonly Tensor[]): void {
    const agreement = agreeAgain(program.known, run.trace);
    if (agreement === undefined) this.#changes.note(program.changed);
    program.dispose();
    this.#state = {kind: 'new'};
    if (agreement === undefined) this.#begin(run);
    else this.#compile(run, agreement, run, inputs);
  }

  /** Compiles one trace, and proves it by what a run has given. */
  #compile({trace, template}: Traced, {fresh, notes}: Agreement, run: Run, inputs: readonly Tensor[]): void {
    const {effects} = run.trace;
    this.#captured = capturedBy(trace);
    const read = trace.variables.map((variable) => effects.hold(variable));
    const program = withFreshInputs(trace.program, fresh, inputs.length);
    const compilation = new Compilation({...trace, program}, read);
    const kernelsTraced = trace.program.nodes.length;
    const noted = {...run.trace, constants: notes, sources: []};
    const plan = planOf(trace.draws);
    plantSeeds(
      plan.seeds,
      run.trace.draws.all.map(({numbers}) => numbers),
    );
    const known = {fill: fillerOf(template), kernelsTraced, trace: noted, fresh, draws: plan};
    const evidence = evidenceOf(run.trace, inputs, run.outputs, fresh);
    try {
      if (!readsLater()) {
        this.#state = {kind: 'ready', program: new CompiledProgram(prove(compilation, evidence), known)};
      } else {
        const proof = new LaterProof(compilation, read);
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

  /** Runs the program: its outputs, which belong to the innermost scope. */
  replay(inputs: readonly Input[]): Tensor[] {
    if (this.#state.kind !== 'ready') throw internalError('a program that is not compiled cannot run');
    const {program} = this.#state;
    program.variables.forEach(refuseDisposed);
    this.calls++;
    return this.#refusing(() => program.run(inputs));
  }

  /** True where the engine was reset since: it can never serve again. */
  get isStale(): boolean {
    return this.#epoch !== epoch();
  }

  /** Frees the program, or what the first trace captured; a reset of the engine has freed the tensors. */
  dispose(): void {
    const state = this.#state;
    this.#state = {kind: 'new'};
    if (state.kind === 'ready') state.program.dispose();
    if (state.kind === 'proving') state.proof.dispose();
    if (state.kind === 'traced once' && !this.isStale) releaseConstants(state.first.trace.constants);
  }

  inspect(): CompiledSignature {
    this.#lookAtProof();
    const {signature, calls} = this;
    const state = this.#state;
    const ready = state.kind === 'ready' ? state.program : undefined;
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
  return state.kind === 'ready' ? state.program.proved.reason : undefined;
}

/** The memory of the tensors that a trace has captured. */
function capturedBy({constants}: Trace): Set<DataId> {
  return new Set(constants.map(({source}) => source));
}
