/**
 * The proof of a program on a backend that reads nothing at once: the comparison comes when the graphics card has done it,
 * and until then `f` itself answers. A form of the program that has failed makes room for the next one at the next call.
 */
import {getBackend, keep, Tensor, tidy, type Variable} from '@tensorflow/tfjs-core';

import {HeldValue} from '../../tfjs/held-values.js';
import {setIterations} from '../../tfjs/optimizers.js';
import {mapAnything} from '../../tree.js';
import {evidenceOf} from '../agreement.js';
import {areAlike, plantSeeds} from '../draws.js';
import {tracedAnew} from '../fresh-inputs.js';
import {Draws} from '../trace/draws.js';
import {watchingRandomNumbers} from '../../tfjs/random-numbers.js';
import type {Compilation} from '../compile.js';
import type {Known} from '../compiled-program.js';
import type {GraphTraceError} from '../errors.js';
import {changedAmong, fixedFields} from '../hyperparameters.js';
import type {Runner} from '../run/runner.js';
import {countDifferences} from './comparison-on-backend.js';
import {drawnAnew, toleranceFor, type Evidence} from './evidence.js';
import {candidatesOf, irreproducible, type Candidate, type Proved} from './prove.js';
import {reportOf} from './report.js';

/** Backends on which a synchronous read throws, or gives zeros. */
const asynchronous: ReadonlySet<string> = new Set(['webgpu']);

/** True if what the current backend computes is to be had by a Promise alone. */
export function readsLater(): boolean {
  return asynchronous.has(getBackend());
}

export class LaterProof {
  /** What has come of it; undefined as long as nothing has. */
  outcome: Proved | GraphTraceError | undefined;
  readonly #candidates: Candidate[];
  readonly #faults: string[] = [];
  #isComparing = false;
  #isDisposed = false;

  /** @param read The variables that the program reads, as it reads them. */
  constructor(
    readonly compilation: Compilation,
    readonly read: readonly HeldValue[],
  ) {
    this.#candidates = candidatesOf(compilation);
    const {failure} = compilation;
    if (failure !== undefined) this.#faults.push(`${failure.pass} has failed: ${String(failure.error)}`);
  }

  /** Runs a form of the program on what a call was given, unless one is being compared. */
  compare(evidence: Evidence): void {
    while (!this.#isComparing && this.outcome === undefined) {
      const [candidate] = this.#candidates;
      if (candidate === undefined) this.#refuse();
      else this.#start(candidate, evidence);
    }
  }

  /** Holds a variable for a program that runs after `f` may have assigned it. */
  hold(variable: Variable): HeldValue {
    const held = this.read.find((other) => other.variable === variable) ?? new HeldValue(variable);
    return held.hold();
  }

  #start(candidate: Candidate, evidence: Evidence): void {
    try {
      const runner = candidate.makeRunner(candidate.program);
      const count = this.#count(runner, evidence);
      this.#isComparing = true;
      const end = (fault: string | undefined): void => {
        count.dispose();
        this.#isComparing = false;
        if (!this.#isDisposed) this.#end(candidate, runner, fault);
      };
      count.data().then(
        ([differing]) => end(differing === 0 ? undefined : `${differing} elements of its results differ`),
        (error: unknown) => end(String(error)),
      );
    } catch (error) {
      this.#drop(String(error));
    }
  }

  #count(runner: Runner, {inputs, outputs}: Evidence): Tensor {
    const skipped = drawnAnew(this.compilation.traced);
    const compared = (tensors: readonly Tensor[]): Tensor[] =>
      tensors.filter(({dtype}, index) => !skipped.has(index) && dtype !== 'string');
    const {relative} = toleranceFor(this.compilation.traced);
    return tidy(() => keep(countDifferences(compared(runner.run(inputs)), compared(outputs), relative)));
  }

  #end(candidate: Candidate, runner: Runner, fault: string | undefined): void {
    if (fault !== undefined) {
      this.#drop(fault);
      if (this.#candidates.length === 0) this.#refuse();
      return;
    }
    const executable = this.compilation.settle(candidate.program, runner);
    const [first] = this.#faults;
    const reason = first === undefined ? undefined : reportOf(`a pass has changed its results: ${first}`);
    this.outcome = {executable, runsOn: candidate.runsOn, reason};
  }

  #drop(fault: string): void {
    this.#faults.push(fault);
    this.#candidates.shift();
  }

  #refuse(): void {
    this.outcome = irreproducible(this.#faults[this.#faults.length - 1] ?? '');
  }

  dispose(): void {
    this.#isDisposed = true;
    this.compilation.dispose();
  }
}

/**
 * Runs `f` itself, for the call's sake and as one more occasion to compare a program with it: one that starts from the
 * variables as they were before.
 */
export function performToProve(
  proof: LaterProof,
  {trace, fresh, draws}: Pick<Known, 'trace' | 'fresh' | 'draws'>,
  tensors: readonly Tensor[],
  perform: (tensors: readonly Tensor[]) => unknown,
): unknown {
  const {variables, effects} = trace;
  const before = [...new Set([...variables, ...effects.variables])].map((variable) => proof.hold(variable));
  const counters = effects.steps.map(({optimizer}) => [optimizer, optimizer.iterations] as const);
  try {
    const drawn = new Draws([]);
    const result = watchingRandomNumbers(drawn, () => perform(tensors));
    const returned: Tensor[] = [];
    mapAnything(result, (leaf) => leaf instanceof Tensor && returned.push(leaf));
    // Another number of an optimizer may be none of the program's inputs: f alone answers for it.
    if (
      changedAmong(fixedFields(effects.steps, fresh)) === undefined &&
      areAlike(drawn.all, trace.draws.all)
    ) {
      const numbers = drawn.all.map((draw) => draw.numbers);
      plantSeeds(draws.seeds, numbers);
      proof.compare(
        evidenceOf(
          trace,
          tensors,
          returned,
          fresh.map((input) => tracedAnew(input, numbers)),
        ),
      );
    }
    return result;
  } catch (error) {
    for (const held of before) held.putBack();
    for (const [optimizer, iterations] of counters) setIterations(optimizer, iterations);
    throw error;
  } finally {
    for (const held of before) held.release();
  }
}
