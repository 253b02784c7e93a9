/**
 * Runs a program by the kernels of a backend, on any backend: nothing is registered with the engine, and memory is freed
 * after its last use, also where a kernel throws. On the cpu backend small element-wise nodes are loops instead.
 */
import {
  getKernel,
  type DataId,
  type KernelBackend,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import type {Node, Operand, Program} from '../program/program.js';
import {lower, makeBuffers, type Buffers, type Loop} from './cpu/lowering.js';

/** Memory for what the program is given: inputs, variables and constants, by their value. */
export type Given = ReadonlyArray<readonly [value: number, dataId: DataId]>;

/** Runs; each output has a reference of its own. */
export type Run = (given: Given, backend: KernelBackend) => TensorInfo[];

/** A program that is ready to run, and how many of its nodes run without a kernel. */
export interface Prepared {
  readonly run: Run;
  readonly lowered: number;
}

interface Step {
  readonly node: Node;
  readonly config: KernelConfig;
  readonly loop: Loop | undefined;
  /** The values that nobody uses after this step. */
  readonly last: readonly number[];
}

/** Prepares a program for the backend of that name. */
export function prepare(program: Program, backendName: string): Prepared {
  const steps = stepsOf(program, backendName);
  const loops = steps.flatMap(({loop}) => loop ?? []);
  const buffers = makeBuffers(loops, program);
  const run: Run = (given, backend) => {
    const memory = new Memory(program, buffers, given, backend);
    try {
      for (const {node, config, loop, last} of steps) {
        if (loop === undefined) memory.runKernel(node, config);
        else memory.runLoop(loop);
        for (const value of last) memory.free(value);
      }
      return program.outputs.map((operand) => memory.handOut(operand));
    } finally {
      memory.freeAll();
    }
  };
  return {run, lowered: loops.length};
}

/** Where the values are during one run: in the memory of the backend, in buffers, or both. */
class Memory {
  readonly #ids: Array<DataId | undefined> = [];
  /** What this run has made and not yet freed. */
  readonly #made = new Set<number>();
  /** Buffers that are views of the backend's memory, in this run. */
  readonly #views: number[] = [];

  constructor(
    readonly program: Program,
    readonly buffers: Buffers,
    given: Given,
    readonly backend: KernelBackend,
  ) {
    for (const [value, dataId] of given) this.#ids[value] = dataId;
  }

  runLoop({reads, run}: Loop): void {
    for (const value of reads) {
      if (this.buffers[value] !== undefined) continue;
      this.buffers[value] = this.backend.readSync(this.#ids[value] as object) as Float32Array;
      this.#views.push(value);
    }
    run(this.buffers);
  }

  runKernel(node: Node, config: KernelConfig): void {
    const named = node.inputs.map(([name, operand]) => [name, this.#info(operand)] as const);
    const inputs = node.isList ? named.map(([, input]) => input) : Object.fromEntries(named);
    const made = config.kernelFunc({inputs, attrs: node.attributes, backend: this.backend} as never);
    const outputs = Array.isArray(made) ? made : [made];
    node.outputs.forEach((value, index) => {
      const {dataId} = outputs[index] as TensorInfo;
      if (value === null) this.backend.disposeData(dataId);
      else this.#keep(value, dataId);
    });
  }

  /** An output with a reference of its own. */
  handOut(operand: Operand): TensorInfo {
    const info = this.#info(operand);
    if (!this.#made.delete(operand.value)) this.backend.incRef(info.dataId);
    return info;
  }

  free(value: number): void {
    if (this.#made.delete(value)) this.backend.disposeData(this.#ids[value] as object);
  }

  freeAll(): void {
    for (const value of [...this.#made]) this.free(value);
    for (const value of this.#views) this.buffers[value] = undefined;
  }

  #keep(value: number, dataId: DataId): void {
    this.#ids[value] = dataId;
    this.#made.add(value);
  }

  /** What a kernel is given. A few look at the rank, which the engine's tensors have. */
  #info({value, shape, dtype}: Operand): TensorInfo {
    if (this.#ids[value] === undefined) this.#write(value);
    const dataId = this.#ids[value] as DataId;
    const info = {dataId, shape: shape as number[], dtype: dtype as TensorInfo['dtype'], rank: shape.length};
    return info;
  }

  /** Copies the buffer of a lowered value to the memory of the backend. */
  #write(value: number): void {
    const buffer = this.buffers[value] as Float32Array;
    const {shape} = this.program.values[value] as {readonly shape: readonly number[]};
    this.#keep(value, this.backend.write(buffer.slice(), shape as number[], 'float32'));
  }
}

function stepsOf(program: Program, backendName: string): Step[] {
  const seen = new Set(program.outputs.map(({value}) => value));
  const steps = [...program.nodes].reverse().map((node): Step => {
    const touched = [
      ...node.inputs.map(([, {value}]) => value),
      ...node.outputs.filter((value) => value !== null),
    ];
    const last = [...new Set(touched)].filter((value) => !seen.has(value));
    touched.forEach((value) => seen.add(value));
    const loop = backendName === 'cpu' ? lower(node, program) : undefined;
    return {node, config: getKernel(node.kernel, backendName), loop, last};
  });
  return steps.reverse();
}
