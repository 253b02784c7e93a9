/**
 * The constants of a program: the tensors that the trace captured, and what was computed of them when it was compiled.
 */
import {
  backend as currentBackend,
  getBackend,
  getKernel,
  util,
  type KernelBackend,
  type NumericDataType,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

import {internalError} from '../errors.js';
import {hostValues} from '../tfjs/host-values.js';
import {epoch} from '../tfjs/engine.js';
import {readMemory, releaseMemory, writeMemory} from '../tfjs/memory.js';
import {uniformIn, uniformMadeBy} from './passes/uniformity.js';
import {sizeOf} from './passes/rewrite.js';
import type {Node, Operand} from './program/program.js';
import {infoOf, KernelStep} from './run/steps.js';
import {elementsOf, releaseConstants, type Constant} from './trace/captures.js';

export class Constants {
  readonly all: TensorInfo[];
  readonly #captured: readonly Constant[];
  readonly #backend: KernelBackend = currentBackend();
  readonly #backendName = getBackend();
  readonly #epoch = epoch();
  readonly #made = new Map<string, number>();
  readonly #freed = new Set<number>();
  readonly #uniform = new Map<number, number | undefined>();

  constructor(captured: readonly Constant[]) {
    this.#captured = captured;
    this.all = [...captured];
  }

  /** True of a kernel of the backend, and not of what stands for instructions of the machine. */
  canCompute({kernel}: Node): boolean {
    return getKernel(kernel, this.#backendName) !== undefined;
  }

  /** Runs a node on constants: the indices of those that it makes. */
  compute(node: Node, indexOf: (operand: Operand) => number): number[] {
    const indices: number[] = [];
    const locate = (operand: Operand): TensorInfo => infoOf(operand, this.#at(indexOf(operand)).dataId);
    new KernelStep(node, this.#backendName).run(this.#backend, locate, (_, {dataId, shape, dtype}) => {
      indices.push(this.all.push({dataId, shape, dtype}) - 1);
    });
    // What the card has made is not read: the node may tell.
    const uniform = uniformMadeBy(node, (operand) => operand && this.uniformOf(indexOf(operand)));
    const [made] = indices;
    if (uniform !== undefined && made !== undefined && indices.length === 1) this.#uniform.set(made, uniform);
    return indices;
  }

  /** A constant of a single float32 element: its index. */
  make(element: number): number {
    const key = Object.is(element, -0) ? '-0' : String(element);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const dataId = writeMemory(this.#backend, Float32Array.of(element), [], 'float32');
    const index = this.all.push({dataId, shape: [], dtype: 'float32'}) - 1;
    this.#made.set(key, index);
    return index;
  }

  /** The number that every element of a constant is; undefined where they differ. */
  uniformOf(index: number): number | undefined {
    if (!this.#uniform.has(index)) this.#uniform.set(index, this.#findUniform(index));
    return this.#uniform.get(index);
  }

  #findUniform(index: number): number | undefined {
    const {dataId, dtype} = this.#at(index);
    if (dtype === 'complex64' || dtype === 'string') return undefined;
    const captured = this.#captured[index];
    if (captured?.noted !== undefined) return captured.noted.uniform;
    const values = captured === undefined ? hostValues(this.#backend, dataId) : elementsOf(captured);
    return values && uniformIn(values);
  }

  /** The elements of a constant, which no card may have. */
  atHand(index: number): TypedArray {
    const elements = this.#elementsAt(index);
    if (elements === undefined) throw internalError(`constant ${index} is not at hand`);
    return elements;
  }

  #elementsAt(index: number): TypedArray | undefined {
    const captured = this.#captured[index];
    const {dataId, shape, dtype} = this.#at(index);
    const values =
      captured === undefined ? hostValues(this.#backend, dataId) : (elementsOf(captured) ?? captured.before);
    if (values !== undefined) return values;
    const uniform = this.uniformOf(index);
    return uniform === undefined
      ? undefined
      : util.getArrayFromDType(dtype as NumericDataType, sizeOf(shape)).fill(uniform);
  }

  /** The elements of a constant, which a backend with a machine has at hand. */
  read(index: number): TypedArray {
    return this.#elementsAt(index) ?? readMemory(this.#backend, this.#at(index).dataId);
  }

  #at(index: number): TensorInfo {
    return this.all[index] as TensorInfo;
  }

  /** Frees those that nobody reads any more. */
  keepOnly(read: ReadonlySet<number>): void {
    for (const index of this.all.keys()) if (!read.has(index)) this.#free(index);
  }

  /** Frees them all; where the engine was reset it has done so. */
  dispose(): void {
    if (this.#epoch === epoch()) this.keepOnly(new Set());
  }

  #free(index: number): void {
    if (this.#freed.has(index)) return;
    this.#freed.add(index);
    const captured = this.#captured[index];
    if (captured === undefined) releaseMemory(this.#at(index).dataId, this.#backend);
    else releaseConstants([captured]);
  }
}
