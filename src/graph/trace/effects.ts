/**
 * What `f` does besides returning: it assigns variables, and steps optimizers, which count that in JavaScript.
 *
 * A trace is a real call, so all of it happens. Variables are held as they were before: a compiled program is proved from
 * there, and a call that fails puts them back.
 */
import type {Optimizer, Variable} from '@tensorflow/tfjs-core';

import {HeldValue} from '../../tfjs/held-values.js';
import {fieldsOf, setIterations} from '../../tfjs/optimizers.js';
import type {Operand} from '../program/program.js';

/** An optimizer that has counted an iteration. */
export interface Step {
  readonly optimizer: Optimizer;
  /** Its counter before, and what else it held. */
  readonly iterations: number;
  readonly fields: ReadonlyMap<string, unknown>;
  /** How many tensors the trace had captured by then: those since the step before are this one's. */
  readonly captured: number;
}

export class Effects {
  /** In the order in which optimizers took them. */
  readonly steps: Step[] = [];
  readonly #before = new Map<Variable, HeldValue>();
  readonly #assigned = new Map<Variable, Operand>();

  /** The variable as it is before `f` assigns it. */
  hold(variable: Variable): HeldValue {
    const held = this.#before.get(variable) ?? new HeldValue(variable).hold();
    this.#before.set(variable, held);
    return held;
  }

  assign(variable: Variable, operand: Operand): void {
    this.#assigned.set(variable, operand);
  }

  noteStep(optimizer: Optimizer, captured: number): void {
    this.steps.push({optimizer, iterations: optimizer.iterations, fields: fieldsOf(optimizer), captured});
  }

  /** The variables assigned, and what each of them is in the end. */
  get variables(): Variable[] {
    return [...this.#assigned.keys()];
  }

  get operands(): Operand[] {
    return [...this.#assigned.values()];
  }

  /** Undoes all of it. */
  undo(): void {
    for (const variable of this.#assigned.keys()) this.#before.get(variable)?.putBack();
    for (const {optimizer, iterations} of [...this.steps].reverse()) setIterations(optimizer, iterations);
    this.release();
  }

  /** Holds nothing any more. */
  release(): void {
    for (const held of this.#before.values()) held.release();
    this.#before.clear();
  }
}
