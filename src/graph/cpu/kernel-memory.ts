/**
 * The memory of the backend during one run on the machine: what its kernels read and make.
 */
import {
  backend as currentBackend,
  type DataId,
  type KernelBackend,
  type Tensor,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

import type {Input} from '../guard.js';
import {
  copyMemory,
  freeMemory,
  readMemory,
  retainMemory,
  tensorOver,
  writeMemory,
} from '../../tfjs/memory.js';
import type {Operand, Program, Value} from '../program/program.js';
import {givenFor, type Captured} from '../run/runner.js';
import {infoOf, type KernelStep} from '../run/steps.js';
import {copyIn, elementsAt, type Place} from './arena.js';
import type {Machine} from '../../machine/machine.js';

export class KernelMemory {
  readonly #ids: Array<DataId | undefined> = [];
  /** What this run has made and not yet freed. */
  readonly #made = new Set<number>();
  readonly #backend: KernelBackend = currentBackend();

  constructor(
    readonly program: Program,
    readonly captured: Captured,
    readonly inputs: readonly Input[],
    readonly machine: Machine,
    readonly places: ReadonlyMap<number, Place>,
  ) {}

  /** Runs a kernel, and frees what nobody uses after it. */
  run(step: KernelStep, last: readonly number[]): void {
    step.run(this.#backend, this.#locate, this.#keep);
    for (const value of last) this.#free(value);
  }

  /** An output that is no instruction's: a copy where the memory is not this run's, as the caller may write into it. */
  handOut(operand: Operand): Tensor {
    const info = this.#locate(operand);
    if (!this.#made.delete(operand.value)) {
      if (info.dtype === 'complex64') retainMemory(this.#backend, info.dataId);
      else info.dataId = copyMemory(this.#backend, info);
    }
    return tensorOver(info, this.#backend);
  }

  freeAll(): void {
    for (const value of [...this.#made]) this.#free(value);
  }

  readonly #locate = (operand: Operand): TensorInfo => infoOf(operand, this.#dataIdOf(operand.value));

  #dataIdOf(value: number): DataId {
    const known = this.#ids[value];
    if (known !== undefined) return known;
    const {origin, shape, dtype} = this.program.values[value] as Value;
    const given = givenFor(origin, this.inputs, this.captured);
    if (given === undefined) {
      const place = this.places.get(value) as Place;
      return this.#write(value, elementsAt(this.machine, place, dtype), shape, dtype);
    }
    if (typeof given === 'number') return this.#write(value, Float32Array.of(given), [], 'float32');
    if (ArrayBuffer.isView(given)) return this.#write(value, given.slice(), shape, dtype);
    this.#ids[value] = given.dataId;
    return given.dataId;
  }

  #write(value: number, elements: TypedArray, shape: readonly number[], dtype: string): DataId {
    const dataId = writeMemory(this.#backend, elements, shape, dtype as TensorInfo['dtype']);
    this.#ids[value] = dataId;
    this.#made.add(value);
    return dataId;
  }

  readonly #keep = (value: number, {dataId}: TensorInfo): void => {
    this.#ids[value] = dataId;
    this.#made.add(value);
    const place = this.places.get(value);
    if (place !== undefined) copyIn(this.machine, place, readMemory(this.#backend, dataId));
  };

  #free(value: number): void {
    if (!this.#made.delete(value)) return;
    freeMemory(this.#backend, this.#ids[value] as object);
    this.#ids[value] = undefined;
  }
}
