/**
 * The kernels of a program as steps, with what nobody uses after each.
 */
import {
  getKernel,
  Tensor,
  type DataId,
  type KernelBackend,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import {GraphTraceError} from '../errors.js';
import {copyMemory, freeMemory, shareArrays, takeMemory} from '../../tfjs/memory.js';
import {sizeOf} from '../passes/rewrite.js';
import {withSeeds} from '../program/drawn-seed.js';
import {inputsOf} from '../program/inputs.js';
import type {Node, Operand, Value} from '../program/program.js';

/** Where the memory of a value is. */
export type Locate = (operand: Operand) => TensorInfo;

/** The input of a kernel that writes into it: such a one is given a copy, as others may use the value, too. */
const overwritten: Readonly<Record<string, string>> = {TensorScatterUpdate: 'tensor'};

/** A node as a call of its kernel. */
export class KernelStep {
  readonly #config: KernelConfig;
  /** How many elements each output had when it was traced; undefined where that does not matter. */
  readonly #sizes: ReadonlyArray<number | undefined>;
  readonly #overwrites: string | undefined;

  constructor(
    readonly node: Node,
    backendName: string,
    values: readonly Value[] = [],
    /** The values that are handed out, whose memory must be nobody else's. */
    readonly handedOut: ReadonlySet<number> = new Set(),
  ) {
    this.#config = getKernel(node.kernel, backendName);
    this.#overwrites = backendName === 'cpu' ? overwritten[node.kernel] : undefined;
    this.#sizes = node.outputs.map((value) => {
      const made = value === null ? undefined : values[value];
      return made && sizeOf(made.shape);
    });
  }

  /** Runs the kernel, and passes on what it makes. */
  run(backend: KernelBackend, locate: Locate, keep: (value: number, made: TensorInfo) => void): void {
    const {node} = this;
    const located = node.inputs.map(([name, operand]) => [name, locate(operand)] as const);
    const inputs = inputsOf(located, node.isList);
    const outputs = this.#call(backend, inputs);
    outputs.forEach(takeFromEngine);
    if (!this.#areAsTraced(outputs)) {
      for (const {dataId} of outputs) freeMemory(backend, dataId);
      throw new GraphTraceError(
        `f cannot be replayed, as what ${node.kernel} makes depends in its shape on its data, which is another than f was traced with`,
        `Call the operation before, and pass what it makes as an argument, or pass {useGradientTape: true}`,
      );
    }
    node.outputs.forEach((value, index) => {
      const info = outputs[index] as TensorInfo;
      if (value === null) freeMemory(backend, info.dataId);
      else
        keep(
          value,
          this.handedOut.has(value) ? this.#own(backend, info, Object.values(inputs).flat()) : info,
        );
    });
  }

  /** What was made, copied where it is the array of an operand, as Real and Imag make: the caller may write into it. */
  #own(backend: KernelBackend, made: TensorInfo, inputs: readonly TensorInfo[]): TensorInfo {
    const isShared = inputs.some(({dataId}) => shareArrays(backend, dataId, made.dataId));
    if (!isShared || made.dtype === 'complex64') return made;
    const dataId = copyMemory(backend, made);
    freeMemory(backend, made.dataId);
    return {...made, dataId};
  }

  #call(backend: KernelBackend, inputs: Record<string, TensorInfo | TensorInfo[]>): TensorInfo[] {
    const attributes = withSeeds(this.node.attributes);
    const name = this.#overwrites;
    const call = (): TensorInfo[] =>
      [this.#config.kernelFunc({inputs, attrs: attributes, backend} as never)].flat();
    if (name === undefined) return call();
    const original = inputs[name] as TensorInfo;
    const dataId = copyMemory(backend, original);
    inputs[name] = {...original, dataId};
    try {
      return call();
    } finally {
      freeMemory(backend, dataId);
    }
  }

  /** Cumsum along axis -1 makes a shape with an undefined length: it has NaN elements each time. */
  #areAsTraced(outputs: readonly TensorInfo[]): boolean {
    return this.#sizes.every(
      (size, index) => size === undefined || Object.is(size, sizeOf((outputs[index] as TensorInfo).shape)),
    );
  }
}

/** A few kernels (Abs on cpu) register what they make with the engine, whose scopes would dispose of it. */
function takeFromEngine(made: TensorInfo): void {
  if (made instanceof Tensor) takeMemory(made);
}

export function operandsOf({inputs}: Node): Operand[] {
  return inputs.map(([, operand]) => operand);
}

/** For each node the values that nobody uses after it. */
export function lastUses(nodes: readonly Node[], outputs: readonly Operand[]): number[][] {
  const seen = new Set(outputs.map(({value}) => value));
  const last = [...nodes].reverse().map((node) => {
    const read = node.inputs.map(([, {value}]) => value);
    const touched = new Set([...read, ...node.outputs.filter((value) => value !== null)]);
    const unseen = [...touched].filter((value) => !seen.has(value));
    unseen.forEach((value) => seen.add(value));
    return unseen;
  });
  return last.reverse();
}

/** What a kernel is given. A few look at the rank, which the engine's tensors have. */
export function infoOf({shape, dtype}: Operand, dataId: DataId): TensorInfo {
  const info = {dataId, shape: shape as number[], dtype: dtype as TensorInfo['dtype'], rank: shape.length};
  return info;
}
