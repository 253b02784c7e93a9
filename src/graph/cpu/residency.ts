/**
 * Variables that stay in the memory of a machine between the calls of a program that assigns them, so that a call copies them
 * neither in nor out. Whoever asks for one in between gets a copy, which counts from then on.
 */
import {
  backend as currentBackend,
  type DataType,
  type Tensor,
  type TypedArray,
  type Variable,
} from '@tensorflow/tfjs-core';

import {LazyValues} from '../../tfjs/lazy-values.js';
import {tensorOf} from '../../tfjs/memory.js';
import type {Machine} from '../../machine/machine.js';
import type {Operand} from '../program/program.js';
import {elementsAt, type Place} from './arena.js';

/** A variable that a program assigns. */
export interface Assigned {
  readonly variable: Variable;
  readonly operand: Operand;
  /** Where the program leaves what it assigns. */
  readonly made: Place;
  /** Where it reads the variable; undefined if it does not. */
  readonly home: Place | undefined;
}

export class Residency {
  readonly #values = new Map<number, LazyValues>();

  constructor(
    readonly machine: Machine,
    readonly assigned: readonly Assigned[],
  ) {}

  /** True if the variable that is read at a place stands there as it is now. */
  isAtHome({value}: Place, {dataId}: Pick<Variable, 'dataId'>): boolean {
    return this.#values.get(value)?.isUnread(dataId) === true;
  }

  /** Assigns what the program has made. */
  assign(): void {
    for (const one of this.assigned) {
      if (one.home === undefined || !this.#moveHome(one, one.home)) this.#assignTensor(one);
    }
  }

  #moveHome({variable, operand, made}: Assigned, home: Place): boolean {
    const values = this.#valuesOf(variable, operand, home);
    if (values?.isAlone !== true) {
      // A clone has what stands there.
      values?.settle();
      this.#values.delete(home.value);
      return false;
    }
    const length = Math.max(home.size, home.size === 1 ? 4 : 0);
    this.machine.floats.copyWithin(home.start, made.start, made.start + length);
    values.forget();
    return true;
  }

  #valuesOf({dataId}: Variable, {dtype}: Operand, home: Place): LazyValues | undefined {
    const known = this.#values.get(home.value);
    if (known?.isUnread(dataId) === true) return known;
    const read = (): TypedArray => elementsAt(this.machine, home, dtype);
    const found = LazyValues.of(currentBackend(), dataId, read);
    if (found !== undefined) this.#values.set(home.value, found);
    return found;
  }

  #assignTensor({variable, operand: {shape, dtype}, made}: Assigned): void {
    const value: Tensor = tensorOf(elementsAt(this.machine, made, dtype), shape, dtype as DataType);
    variable.assign(value);
    value.dispose();
  }

  /** Gives all variables their elements back. */
  dispose(): void {
    for (const values of this.#values.values()) values.settle();
    this.#values.clear();
  }
}
