/**
 * A program that serves a signature, and what a call does with it: it brings inputs that no argument brings, assigns
 * variables, and counts the iterations of optimizers.
 */
import type {Optimizer, Tensor, Variable} from '@tensorflow/tfjs-core';

import {countIteration} from '../tfjs/optimizers.js';
import {takeNumbers, type DrawPlan} from './draws.js';
import {freshInput, type FreshInput} from './fresh-inputs.js';
import type {Input} from './guard.js';
import {changedAmong, fixedFields, type Fixed} from './hyperparameters.js';
import type {Proved} from './proof/prove.js';
import {assignLast, type Runner} from './run/runner.js';
import type {Fill} from './template.js';
import type {Trace} from './trace/recorder.js';

/** What is known of a program, whichever form of it will serve. */
export interface Known {
  readonly fill: Fill;
  readonly kernelsTraced: number;
  /** The trace that it was proved by. Its captured tensors have no memory any more, but notes of what they held. */
  readonly trace: Trace;
  readonly fresh: readonly FreshInput[];
  readonly draws: DrawPlan;
}

export class CompiledProgram {
  /** What it reads or assigns. */
  readonly variables: readonly Variable[];
  readonly #assigned: readonly Variable[];
  readonly #optimizers: readonly Optimizer[];
  readonly #fixed: readonly Fixed[];

  constructor(
    readonly proved: Proved,
    readonly known: Known,
  ) {
    const {variables, effects} = known.trace;
    this.#assigned = effects.variables;
    this.#optimizers = effects.steps.map(({optimizer}) => optimizer);
    this.#fixed = fixedFields(effects.steps, known.fresh);
    this.variables = [...new Set([...variables, ...this.#assigned])];
  }

  /** What an optimizer holds that is not as it was when the program was compiled. */
  get changed(): Fixed | undefined {
    return this.#fixed.length === 0 ? undefined : changedAmong(this.#fixed);
  }

  /** Runs it: the tensors returned, which belong to the innermost scope. Nothing is assigned if it throws. */
  run(inputs: readonly Input[]): Tensor[] {
    const {runner} = this.proved.executable;
    const {fresh, draws} = this.known;
    const isComplete = fresh.length === 0 && draws.counts.length === 0;
    const given = isComplete ? inputs : [...inputs, ...this.#freshInputs()];
    const outputs = this.#assigned.length === 0 ? runner.run(given) : this.#step(runner, given);
    for (const optimizer of this.#optimizers) countIteration(optimizer);
    return outputs;
  }

  #freshInputs(): Input[] {
    const {fresh, draws} = this.known;
    const numbers = takeNumbers(draws);
    return fresh.map((input) => freshInput(input, numbers));
  }

  #step(runner: Runner, inputs: readonly Input[]): Tensor[] {
    return runner.step?.(inputs, this.#assigned) ?? assignLast(runner.run(inputs), this.#assigned);
  }

  dispose(): void {
    this.proved.executable.dispose();
  }
}
