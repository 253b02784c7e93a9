/**
 * Records what a function does, by running it.
 *
 * Kernels are recorded where they run, beneath the engine: so the recorder sees memory (a data id) rather than tensors.
 * Clones, among them those that the tape saves, share the memory of what they clone, and need no node; and an output is
 * known before anybody can clone it.
 */
import {
  engine,
  getKernelsForBackend,
  Variable,
  type DataId,
  type KernelBackend,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import {internals} from '../../engine.js';
import {GraphTraceError} from '../errors.js';
import type {Node, Operand, Origin, Program, Value} from '../program/program.js';
import {atSource, captureSource} from './source.js';

/** What a function did, and the memory of what it captured, which lives until {@link releaseConstants}. */
export interface Trace {
  readonly program: Program;
  readonly constants: readonly TensorInfo[];
  readonly variables: readonly Variable[];
  /** Where the user's code ran each node. */
  readonly sources: ReadonlyArray<() => string | undefined>;
}

/** Runs `f`, of which the tensors returned are the outputs, and records it as a program of `inputs`. */
export function record(inputs: readonly Tensor[], f: () => readonly Tensor[]): Trace {
  const recorder = new Recorder(inputs);
  try {
    return recorder.run(f);
  } catch (error) {
    releaseConstants(recorder.constants);
    throw error;
  }
}

/** Gives back the memory of captured constants. */
export function releaseConstants(constants: readonly TensorInfo[]): void {
  for (const {dataId} of constants) {
    const backend = engine().state.tensorInfo.get(dataId)?.backend;
    if (backend !== undefined) releaseData(dataId, backend);
  }
}

/** Gives back one reference to memory, of which the engine may know. */
export function releaseData(dataId: DataId, backend: KernelBackend): void {
  const running = engine();
  if (backend.disposeData(dataId) && running.state.tensorInfo.has(dataId))
    running.removeDataId(dataId, backend);
}

let tracing = false;

/** True while a function is being recorded. */
export function isTracing(): boolean {
  return tracing;
}

type KernelParameters = Parameters<KernelConfig['kernelFunc']>[0];

class Recorder {
  readonly constants: TensorInfo[] = [];
  readonly #values: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #sources: Array<() => string | undefined> = [];
  /** The first value with a memory, and all of them by their shapes. */
  readonly #ids = new Map<DataId, number>();
  readonly #views = new Map<DataId, Map<string, number>>();
  readonly #sharesViews = ['cpu', 'wasm'].includes(internals().backendName);
  readonly #variables: Variable[];
  readonly #usedVariables: Variable[] = [];

  constructor(inputs: readonly Tensor[]) {
    this.#variables = Object.values(engine().registeredVariables);
    this.#variables.forEach(unshare);
    inputs.forEach((input, index) => this.#add(input, {kind: 'input', index}));
  }

  run(f: () => readonly Tensor[]): Trace {
    const outputs = this.#recording(f);
    const program = {
      values: this.#values,
      nodes: this.#nodes,
      outputs: outputs.map((output) => this.#operand(output)),
    };
    return {
      program,
      constants: this.constants,
      variables: this.#usedVariables,
      sources: this.#sources,
    };
  }

  #recording<T>(f: () => T): T {
    const kernels = getKernelsForBackend(internals().backendName).map((config) => ({
      config,
      kernelFunc: config.kernelFunc,
    }));
    const engineNow = engine();
    const {readSync, read} = engineNow;
    let depth = 0;
    for (const {config, kernelFunc} of kernels) {
      config.kernelFunc = (parameters) => {
        depth++;
        try {
          const made = kernelFunc(parameters);
          if (depth === 1) this.#addNode(config, parameters, made);
          return made;
        } finally {
          depth--;
        }
      };
    }
    engineNow.readSync = (dataId) => (this.#refuseRead(dataId), readSync.call(engineNow, dataId));
    engineNow.read = (dataId) => (this.#refuseRead(dataId), read.call(engineNow, dataId));
    const prototype = Variable.prototype;
    const assign = Object.getOwnPropertyDescriptor(prototype, 'assign') as PropertyDescriptor;
    prototype.assign = function (this: Variable) {
      throw new GraphTraceError(
        `f assigns the variable '${this.name}'${atSource(captureSource()())}, which a compiled program cannot`,
        'Assign it after the call, or pass {useGradientTape: true}',
      );
    };
    tracing = true;
    try {
      return f();
    } finally {
      tracing = false;
      Object.defineProperty(prototype, 'assign', assign);
      Reflect.deleteProperty(engineNow, 'readSync');
      Reflect.deleteProperty(engineNow, 'read');
      for (const {config, kernelFunc} of kernels) config.kernelFunc = kernelFunc;
    }
  }

  #refuseRead(dataId: DataId): void {
    const id = this.#ids.get(dataId);
    if (id === undefined || this.#values[id]?.origin.kind === 'constant') return;
    const maker = this.#nodes.find(({outputs}) => outputs.includes(id));
    const what = maker === undefined ? 'of an argument or a variable' : `that ${maker.kernel} makes`;
    throw new GraphTraceError(
      `f reads a traced value (dataSync, data, array…) ${what}${atSource(captureSource()())}, which is another at every call`,
      'Compute with tensors, return the value as aux and read it after the call, or pass {useGradientTape: true}',
    );
  }

  #addNode(
    {kernelName}: KernelConfig,
    {inputs, attrs}: KernelParameters,
    made: TensorInfo | TensorInfo[],
  ): void {
    const operands = Object.entries(inputs).flatMap(([name, input]) =>
      input == null ? [] : [[name, this.#operand(input)] as const],
    );
    const list = Array.isArray(made) ? made : [made];
    const outputs = list.map((output, index) =>
      this.#isAlias(output) ? null : this.#add(output, {kind: 'node', output: index}),
    );
    if (outputs.every((id) => id === null)) return;
    this.#sources.push(captureSource());
    this.#nodes.push({
      kernel: kernelName,
      inputs: operands,
      isList: Array.isArray(inputs),
      attributes: attrs,
      outputs,
    });
  }

  /**
   * True of an output that is an operand in other words. Not where it has another shape on a GPU: whether such a view
   * needs a kernel of its own depends on how the operand is packed, which may be different at the next call.
   */
  #isAlias({dataId, shape}: TensorInfo): boolean {
    const id = this.#ids.get(dataId);
    if (id === undefined) return false;
    return (
      this.#sharesViews ||
      String(this.#values[id]?.shape) === String(shape) ||
      this.#viewOf(dataId, shape) !== undefined
    );
  }

  #viewOf(dataId: DataId, shape: readonly number[]): number | undefined {
    return this.#views.get(dataId)?.get(String(shape));
  }

  #operand(tensor: TensorInfo): Operand {
    const value =
      this.#viewOf(tensor.dataId, tensor.shape) ?? this.#ids.get(tensor.dataId) ?? this.#capture(tensor);
    return {value, shape: tensor.shape, dtype: tensor.dtype};
  }

  /** What no recorded kernel made: a variable, read afresh at every call, or a constant. */
  #capture(tensor: TensorInfo): number {
    const variable = this.#variables.find(({dataId}) => dataId === tensor.dataId);
    if (variable !== undefined) {
      this.#usedVariables.push(variable);
      return this.#add(tensor, {kind: 'variable', index: this.#usedVariables.length - 1});
    }
    engine().backend.incRef(tensor.dataId);
    this.constants.push({dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype});
    return this.#add(tensor, {kind: 'constant', index: this.constants.length - 1});
  }

  #add({dataId, shape, dtype}: TensorInfo, origin: Origin): number {
    const id = this.#values.length;
    this.#values.push({id, shape, dtype, origin});
    const views = this.#views.get(dataId) ?? new Map<string, number>();
    views.set(String(shape), id);
    this.#views.set(dataId, views);
    if (!this.#ids.has(dataId)) this.#ids.set(dataId, id);
    return id;
  }
}

/** A variable made of a tensor shares its memory, and what captures that tensor must not see the variable change. */
function unshare(variable: Variable): void {
  const running = engine();
  if (running.state.tensorInfo.get(variable.dataId)?.backend !== running.backend) return;
  if (running.backend.refCount(variable.dataId) < 2) return;
  const values = running.readSync(variable.dataId);
  const copy = running.makeTensor(values as Float32Array, variable.shape, variable.dtype);
  variable.assign(copy);
  copy.dispose();
}
