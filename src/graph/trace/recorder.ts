/**
 * Records what a function does, by running it.
 *
 * Kernels are recorded where they run, beneath the engine: so the recorder sees memory (a data id) rather than tensors.
 * Clones, among them those that the tape saves, share the memory of what they clone, and need no node; and an output is
 * known before anybody can clone it.
 */
import {
  env,
  getBackend,
  type DataId,
  type KernelConfig,
  type Optimizer,
  type Tensor,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core';

import {copyTensor} from '../../tfjs/copies.js';
import {allVariables, keepsArrays} from '../../tfjs/engine.js';
import {intercepting} from '../../tfjs/interception.js';
import {isShared} from '../../tfjs/memory.js';
import {watchingOptimizers} from '../../tfjs/optimizers.js';
import {watchingRandomNumbers} from '../../tfjs/random-numbers.js';
import {isWithinKernel} from '../../tfjs/recording.js';
import {replacingKernels} from '../../tfjs/registry.js';
import {GraphTraceError} from '../errors.js';
import {namedTensors} from '../program/inputs.js';
import type {Node, Operand, Origin, Program, Value} from '../program/program.js';
import {releaseConstants, takeConstant, type Constant} from './captures.js';
import {Draws} from './draws.js';
import {Effects} from './effects.js';
import {FixedValues} from './fixed-values.js';
import {Kept} from './kept.js';
import {snapshot} from './snapshot.js';
import {atSource, captureSource} from './source.js';

/** What a function did, and the memory of what it captured, which lives until `releaseConstants`. */
export interface Trace {
  /** Its outputs are the tensors returned, then what the variables assigned are in the end. */
  readonly program: Program;
  readonly constants: readonly Constant[];
  /** The variables that it reads. */
  readonly variables: readonly Variable[];
  readonly effects: Effects;
  readonly draws: Draws;
  /** Where the user's code ran each node. */
  readonly sources: ReadonlyArray<() => string | undefined>;
}

/**
 * Runs `f`, of which the tensors returned are the outputs, and records it as a program of `inputs`.
 *
 * @param numbers What `Math.random` gives first.
 */
export function record(
  inputs: readonly Tensor[],
  f: () => readonly Tensor[],
  numbers: readonly number[] = [],
): Trace {
  const recorder = new Recorder(inputs, new Draws(numbers));
  current = recorder;
  try {
    return recorder.run(f);
  } catch (error) {
    recorder.effects.undo();
    releaseConstants(recorder.constants);
    throw error;
  } finally {
    current = undefined;
  }
}

let current: Recorder | undefined;

/** True while a function is being recorded. */
export function isTracing(): boolean {
  return current !== undefined;
}

/** Tells what records which tensors the caller passed: if `f` reaches one by closure, it may not read that either. */
export function noteArguments(tensors: readonly Tensor[]): void {
  current?.noteOriginals(tensors);
}

type KernelParameters = Parameters<KernelConfig['kernelFunc']>[0];

class Recorder {
  readonly constants: Constant[] = [];
  readonly effects = new Effects();
  readonly #values: Value[] = [];
  readonly #nodes: Node[] = [];
  readonly #sources: Array<() => string | undefined> = [];
  readonly #fixed = new FixedValues();
  /** The memory of the caller's arguments, in the place of which `f` was given copies. */
  readonly #originals = new Set<DataId>();
  /** The first value with a memory, and all of them by their shapes. */
  readonly #ids = new Map<DataId, number>();
  readonly #views = new Map<DataId, Map<string, number>>();
  readonly #sharesViews = keepsArrays();
  readonly #variables: Variable[];
  readonly #usedVariables: Variable[] = [];
  readonly #kept = new Kept();
  /** What `f` did first of what cannot be replayed, also where it has caught the error. */
  #refusal: GraphTraceError | undefined;

  constructor(
    inputs: readonly Tensor[],
    readonly draws: Draws,
  ) {
    this.#variables = Object.values(allVariables());
    this.#variables.forEach(unshare);
    inputs.forEach((input, index) => this.#add(input, {kind: 'input', index}));
  }

  run(f: () => readonly Tensor[]): Trace {
    const outputs = this.#recording(f);
    this.#kept.release(outputs);
    this.#refusal ??= this.#kept.refusal((dataId) => this.#changing(dataId));
    if (this.#refusal !== undefined) throw this.#refusal;
    const {effects, constants, draws} = this;
    const program = {
      values: this.#values,
      nodes: this.#nodes,
      outputs: [...outputs.map((output) => this.#operand(output)), ...effects.operands],
    };
    return {
      program,
      constants,
      variables: this.#usedVariables,
      effects,
      draws,
      sources: this.#sources,
    };
  }

  noteOriginals(tensors: readonly Tensor[]): void {
    for (const {dataId} of tensors) this.#originals.add(dataId);
  }

  #recording<T>(f: () => T): T {
    const interceptor = {
      refuseRead: (dataId: DataId) => this.#refuseRead(dataId),
      assign: this.#assign,
      noteKept: this.#kept.note,
    };
    const noteStep = (optimizer: Optimizer): void => this.effects.noteStep(optimizer, this.constants.length);
    return intercepting(interceptor, () =>
      watchingOptimizers(noteStep, () => watchingRandomNumbers(this.draws, () => this.#recordingKernels(f))),
    );
  }

  /** From here on, the variable has the memory of what is assigned, so that who reads it finds that. */
  readonly #assign = (variable: Variable, value: Tensor, proceed: () => void): void => {
    const operand = this.#operand(value);
    this.effects.hold(variable);
    proceed();
    this.effects.assign(variable, operand);
  };

  #recordingKernels<T>(f: () => T): T {
    let depth = 0;
    return replacingKernels(
      getBackend(),
      (config, kernelFunc) => (parameters) => {
        depth++;
        try {
          return depth === 1 ? this.#run(config, kernelFunc, parameters) : kernelFunc(parameters);
        } finally {
          depth--;
        }
      },
      f,
    );
  }

  /** Runs a kernel and records it, as it is given before it runs: a few write into what they are given. */
  #run(
    {kernelName}: KernelConfig,
    kernelFunc: KernelConfig['kernelFunc'],
    parameters: KernelParameters,
  ): TensorInfo | TensorInfo[] {
    const {inputs, attrs} = parameters;
    const operands = namedTensors(inputs).map(([name, input]) => [name, this.#operand(input)] as const);
    const attributes = this.draws.markSeed(snapshot(attrs));
    const made = kernelFunc(parameters);
    this.#addNode({kernel: kernelName, inputs: operands, isList: Array.isArray(inputs), attributes}, made);
    return made;
  }

  #refuse(error: GraphTraceError): GraphTraceError {
    this.#refusal ??= error;
    return error;
  }

  /** A refusal where what is read may be another at the next call. */
  #refuseRead(dataId: DataId): GraphTraceError | undefined {
    const what = this.#changing(dataId);
    // In debug mode the engine itself reads what every kernel makes.
    const isEngines = env().getBool('DEBUG') && isWithinKernel();
    if (what === undefined || isEngines) return undefined;
    return this.#refuse(
      new GraphTraceError(
        `f reads a traced value (dataSync, data, array…) ${what}${atSource(captureSource()())}, which is another at every call`,
        'Compute with tensors, return the value as aux and read it after the call, or pass {useGradientTape: true}',
      ),
    );
  }

  /** What memory is of, unless it is the same at every call. */
  #changing(dataId: DataId): string | undefined {
    const variable = this.#variableOf(dataId);
    if (variable !== undefined) return `of the variable '${variable.name}'`;
    if (this.draws.placeOf(dataId) !== undefined) return 'of a random tensor';
    const id = this.#ids.get(dataId);
    if (id === undefined || this.#fixed.has(id))
      return this.#originals.has(dataId) ? 'of an argument' : undefined;
    const maker = this.#nodes.find(({outputs}) => outputs.includes(id));
    return maker === undefined ? 'of an argument' : `that ${maker.kernel} makes`;
  }

  #addNode(node: Omit<Node, 'outputs'>, made: TensorInfo | TensorInfo[]): void {
    const list = Array.isArray(made) ? made : [made];
    const outputs = list.map((output, index) =>
      this.#isAlias(output) ? null : this.#add(output, {kind: 'node', output: index}),
    );
    if (outputs.every((id) => id === null)) return;
    this.#sources.push(captureSource());
    this.#nodes.push({...node, outputs});
    this.#fixed.addNode({...node, outputs});
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
    const variable = this.#variableOf(tensor.dataId);
    if (variable !== undefined) {
      this.effects.hold(variable);
      this.#usedVariables.push(variable);
      return this.#add(tensor, {kind: 'variable', index: this.#usedVariables.length - 1});
    }
    this.constants.push(takeConstant(tensor));
    const id = this.#add(tensor, {kind: 'constant', index: this.constants.length - 1});
    if (this.draws.placeOf(tensor.dataId) === undefined) this.#fixed.addConstant(id);
    return id;
  }

  #variableOf(dataId: DataId): Variable | undefined {
    return this.#variables.find((variable) => variable.dataId === dataId);
  }

  #add({dataId, shape, dtype}: TensorInfo, origin: Origin): number {
    const id = this.#values.length;
    this.#values.push({id, shape: [...shape], dtype, origin});
    const views = this.#views.get(dataId) ?? new Map<string, number>();
    views.set(String(shape), id);
    this.#views.set(dataId, views);
    if (!this.#ids.has(dataId)) this.#ids.set(dataId, id);
    return id;
  }
}

/** A variable made of a tensor shares its memory, and what captures that tensor must not see the variable change. */
function unshare(variable: Variable): void {
  if (!isShared(variable.dataId)) return;
  const copy = copyTensor(variable);
  variable.assign(copy);
  copy.dispose();
}
