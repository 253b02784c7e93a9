/**
 * Runs a program by the kernels of a backend, on any backend: nothing is registered with the engine but the results, and
 * memory is freed after its last use, also where a kernel throws.
 */
import {
  backend as currentBackend,
  type DataType,
  getBackend,
  type DataId,
  type KernelBackend,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import {
  copyMemory,
  freeMemory,
  shareArrays,
  tensorOver,
  retainMemory,
  writeMemory,
} from '../../tfjs/memory.js';
import type {Input} from '../guard.js';
import type {Operand, Program, Value} from '../program/program.js';
import {constantsAmong, givenFor, type Captured, type Runner} from './runner.js';
import {infoOf, KernelStep, lastUses, operandsOf} from './steps.js';

export class KernelRunner implements Runner {
  readonly constantsRead: ReadonlySet<number>;
  readonly fused = 0;
  readonly #steps: ReadonlyArray<{readonly step: KernelStep; readonly last: readonly number[]}>;
  /** The values that no kernel makes. */
  readonly #given: readonly Value[];

  constructor(
    readonly program: Program,
    readonly captured: Captured,
  ) {
    const last = lastUses(program.nodes, program.outputs);
    const backendName = getBackend();
    const operands = [...program.nodes.flatMap(operandsOf), ...program.outputs];
    this.constantsRead = constantsAmong(operands, program.values);
    this.#given = program.values.filter(({origin}) => origin.kind !== 'node');
    const handedOut = new Set(program.outputs.map(({value}) => value));
    this.#steps = program.nodes.map((node, index) => ({
      step: new KernelStep(node, backendName, program.values, handedOut),
      last: last[index] as number[],
    }));
  }

  get kernels(): number {
    return this.#steps.length;
  }

  run(inputs: readonly Input[]): Tensor[] {
    const backend = currentBackend();
    const memory = new Memory(this.#given, this.captured, inputs, backend);
    try {
      for (const {step, last} of this.#steps) {
        step.run(backend, memory.locate, memory.keep);
        for (const value of last) memory.free(value);
      }
      const outputs = this.program.outputs.map((operand) => memory.handOut(operand));
      return outputs.map((info) => tensorOver(info, backend));
    } finally {
      memory.freeAll();
    }
  }

  print(): string {
    return '';
  }
}

/** The memory of the values during one run. */
export class Memory {
  readonly #ids: Array<DataId | undefined> = [];
  /** What this run has made and not yet freed. */
  readonly #made = new Set<number>();

  constructor(
    values: readonly Value[],
    {constants, variables}: Captured,
    inputs: readonly Input[],
    readonly backend: KernelBackend,
  ) {
    for (const {id, origin, shape, dtype} of values) {
      const given = givenFor(origin, inputs, {constants, variables}) as Input;
      if (typeof given === 'number' || ArrayBuffer.isView(given)) {
        const elements = typeof given === 'number' ? Float32Array.of(given) : given.slice();
        this.keep(id, {dataId: writeMemory(backend, elements, shape, dtype as DataType)});
      } else this.#ids[id] = given.dataId;
    }
  }

  readonly locate = (operand: Operand): TensorInfo => infoOf(operand, this.#ids[operand.value] as DataId);

  readonly keep = (value: number, {dataId}: Pick<TensorInfo, 'dataId'>): void => {
    this.#ids[value] = dataId;
    this.#made.add(value);
  };

  /** An output with a reference of its own; a copy where the caller could write into the array of what is not this run's. */
  handOut(operand: Operand): TensorInfo {
    const info = this.locate(operand);
    if (this.#made.delete(operand.value)) return info;
    const isArray = info.dtype !== 'complex64' && shareArrays(this.backend, info.dataId, info.dataId);
    if (isArray) return {...info, dataId: copyMemory(this.backend, info)};
    retainMemory(this.backend, info.dataId);
    return info;
  }

  free(value: number): void {
    if (this.#made.delete(value)) freeMemory(this.backend, this.#ids[value] as object);
  }

  freeAll(): void {
    for (const value of [...this.#made]) this.free(value);
  }
}
