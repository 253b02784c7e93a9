/**
 * The kernels of a program as steps, with what nobody uses after each.
 */
import {
  engine,
  getKernel,
  Tensor,
  type DataId,
  type KernelBackend,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import type {Node, Operand} from '../program/program.js';

/** Where the memory of a value is. */
export type Locate = (operand: Operand) => TensorInfo;

/** A node as a call of its kernel. */
export class KernelStep {
  readonly #config: KernelConfig;

  constructor(
    readonly node: Node,
    backendName: string,
  ) {
    this.#config = getKernel(node.kernel, backendName);
  }

  /** Runs the kernel, and passes on what it makes. */
  run(backend: KernelBackend, locate: Locate, keep: (value: number, made: TensorInfo) => void): void {
    const {node} = this;
    const named = node.inputs.map(([name, operand]) => [name, locate(operand)] as const);
    const inputs = node.isList ? named.map(([, input]) => input) : Object.fromEntries(named);
    const made = this.#config.kernelFunc({inputs, attrs: node.attributes, backend} as never);
    const outputs = Array.isArray(made) ? made : [made];
    outputs.forEach(takeFromEngine);
    node.outputs.forEach((value, index) => {
      const info = outputs[index] as TensorInfo;
      if (value === null) backend.disposeData(info.dataId);
      else keep(value, info);
    });
  }
}

/** A few kernels (Abs on cpu) register what they make with the engine, whose scopes would dispose of it. */
function takeFromEngine(made: TensorInfo): void {
  if (!(made instanceof Tensor)) return;
  const running = engine();
  const {backend} = running;
  backend.incRef(made.dataId);
  made.dispose();
  running.removeDataId(made.dataId, backend);
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
