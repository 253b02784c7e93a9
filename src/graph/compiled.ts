/**
 * The compiled form of one signature: traced at the first two calls, replayed from then on.
 */
import {engine, Tensor, type DataId, type TensorInfo} from '@tensorflow/tfjs-core';

import {mapAnything} from '../structure.js';
import {mergeCommonSubexpressions} from './passes/common-subexpressions.js';
import {removeDeadNodes} from './passes/dead-nodes.js';
import {checkProgram, printProgram, type Program} from './program/program.js';
import {prepare, type Prepared} from './run/kernels.js';
import {fillerOf, Slot, type Fill} from './template.js';
import {compareTraces} from './trace/compare.js';
import {record, releaseConstants, type Trace} from './trace/recorder.js';

/** What is to be compiled: a function of tensors whose result is a structure around tensors, and anything else. */
export type Perform = (tensors: readonly Tensor[]) => unknown;

interface Traced {
  readonly trace: Trace;
  readonly result: unknown;
  /** The result with slots in the place of its tensors. */
  readonly template: unknown;
}

interface Ready {
  readonly program: Program;
  readonly prepared: Prepared;
  readonly fill: Fill;
  readonly traced: Traced;
}

export class Compiled {
  calls = 0;
  #first: Traced | undefined;
  #ready: Ready | undefined;
  #captured: ReadonlySet<DataId> = new Set();
  readonly #state = engine().state;

  constructor(
    readonly signature: string,
    /** The tensors that `f` reaches by closure as well: the program holds for these alone. */
    readonly bound: ReadonlyMap<number, Tensor> = new Map(),
  ) {}

  /** True where the program serves these tensors. */
  serves(tensors: readonly Tensor[]): boolean {
    if (this.#state !== engine().state) return false;
    if (tensors.some(({dataId}, index) => this.#captured.has(dataId) && !this.bound.has(index))) return false;
    return [...this.bound].every(([index, tensor]) => tensors[index] === tensor);
  }

  call(tensors: readonly Tensor[], perform: Perform): unknown {
    this.calls++;
    if (this.#ready !== undefined) return this.#replay(this.#ready, tensors);
    const traced = this.#trace(tensors, perform);
    if (this.#first === undefined) {
      this.#first = traced;
      this.#captured = new Set(traced.trace.constants.map(({dataId}) => dataId));
    } else this.#ready = compile(this.#first, traced);
    return traced.result;
  }

  /** Which of the tensors the first trace, of copies, has captured by closure. */
  capturedAmong(tensors: readonly Tensor[]): Map<number, Tensor> {
    return new Map([...tensors.entries()].filter(([, {dataId}]) => this.#captured.has(dataId)));
  }

  /** Runs and records, with copies of all but the bound tensors, so that what is captured tells from what is given. */
  #trace(tensors: readonly Tensor[], perform: Perform): Traced {
    const given = tensors.map((tensor, index) => (this.bound.has(index) ? tensor : copyOf(tensor)));
    let result: unknown;
    let template: unknown;
    const trace = record(given, () => {
      const outputs: Tensor[] = [];
      result = perform(given);
      template = mapAnything(result, (leaf) =>
        leaf instanceof Tensor ? new Slot(outputs.push(leaf) - 1) : leaf,
      );
      return outputs;
    });
    return {trace, result, template};
  }

  #replay({program, prepared, fill, traced}: Ready, tensors: readonly Tensor[]): unknown {
    const {backend} = engine();
    const outputs = prepared
      .run(this.#given(program, traced.trace, tensors), backend)
      .map((info) => engine().makeTensorFromTensorInfo(info, backend));
    return fill(outputs);
  }

  #given(
    {values}: Program,
    {constants, variables}: Trace,
    tensors: readonly Tensor[],
  ): Array<readonly [number, DataId]> {
    const given: Array<readonly [number, DataId]> = [];
    for (const {id, origin} of values) {
      if (origin.kind === 'node') continue;
      const from = {input: tensors, variable: variables, constant: constants}[origin.kind];
      given.push([id, (from[origin.index] as TensorInfo).dataId]);
    }
    return given;
  }

  /** Drops what the first trace captured, where the second one failed. */
  dispose(): void {
    if (this.#state !== engine().state) return;
    releaseConstants((this.#ready?.traced ?? this.#first)?.trace.constants ?? []);
    this.#first = undefined;
    this.#ready = undefined;
  }

  inspect(): {
    signature: string;
    kernelsTraced: number;
    kernelsRun: number;
    fused: number;
    calls: number;
    program: string;
  } {
    const traced = this.#first?.trace.program.nodes.length ?? 0;
    const program = this.#ready?.program;
    const fused = this.#ready?.prepared.lowered ?? 0;
    return {
      signature: this.signature,
      kernelsTraced: traced,
      kernelsRun: (program?.nodes.length ?? 0) - fused,
      fused,
      calls: this.calls,
      program: program === undefined ? '' : printProgram(program),
    };
  }
}

function copyOf(tensor: Tensor): Tensor {
  const running = engine();
  return running.makeTensor(running.readSync(tensor.dataId) as Float32Array, tensor.shape, tensor.dtype);
}

/** The program of two traces that agree. */
function compile(first: Traced, second: Traced): Ready {
  try {
    compareTraces(first.trace, second.trace);
  } finally {
    releaseConstants(second.trace.constants);
  }
  const program = removeDeadNodes(mergeCommonSubexpressions(first.trace.program));
  checkProgram(program);
  return {
    program,
    prepared: prepare(program, engine().backendName),
    fill: fillerOf(first.template),
    traced: first,
  };
}
