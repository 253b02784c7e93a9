/**
 * Runs a program by the kernels of a backend, on any backend: nothing is registered with the engine, and memory is freed
 * after its last use, also where a kernel throws.
 */
import {
  getKernel,
  type DataId,
  type KernelBackend,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import type {Operand, Program} from '../program/program.js';

/** Memory for what the program is given: inputs, variables and constants, by their value. */
export type Given = ReadonlyArray<readonly [value: number, dataId: DataId]>;

/** Runs; each output has a reference of its own. */
export type Run = (given: Given, backend: KernelBackend) => TensorInfo[];

interface Step {
  readonly config: KernelConfig;
  readonly inputs: ReadonlyArray<readonly [name: string, operand: Operand]>;
  readonly isList: boolean;
  readonly attributes: unknown;
  readonly outputs: ReadonlyArray<number | null>;
  /** The values that nobody uses after this step. */
  readonly last: readonly number[];
}

/** Prepares a program for the backend of that name. */
export function prepare(program: Program, backendName: string): Run {
  const steps = stepsOf(program, backendName);
  return (given, backend) => {
    const memory: Array<DataId | undefined> = [];
    for (const [value, dataId] of given) memory[value] = dataId;
    const made = new Set<number>();
    const free = (value: number): void => {
      const dataId = memory[value];
      if (made.delete(value) && dataId !== undefined) backend.disposeData(dataId);
    };
    const info = ({value, shape, dtype}: Operand): TensorInfo =>
      viewOf(memory[value] as DataId, shape, dtype);
    try {
      for (const step of steps) {
        const outputs = runStep(step, info, backend);
        step.outputs.forEach((value, index) => {
          const {dataId} = outputs[index] as TensorInfo;
          if (value === null) {
            backend.disposeData(dataId);
            return;
          }
          memory[value] = dataId;
          made.add(value);
        });
        step.last.forEach(free);
      }
      return program.outputs.map((operand) => {
        const output = info(operand);
        if (!made.delete(operand.value)) backend.incRef(output.dataId);
        return output;
      });
    } finally {
      [...made].forEach(free);
    }
  };
}

/** What a kernel is given. A few look at the rank, which the engine's tensors have. */
function viewOf(dataId: DataId, shape: readonly number[], dtype: string): TensorInfo {
  const view = {dataId, shape: shape as number[], dtype: dtype as TensorInfo['dtype'], rank: shape.length};
  return view;
}

function runStep(step: Step, info: (operand: Operand) => TensorInfo, backend: KernelBackend): TensorInfo[] {
  const named = step.inputs.map(([name, operand]) => [name, info(operand)] as const);
  const inputs = step.isList ? named.map(([, input]) => input) : Object.fromEntries(named);
  const outputs = step.config.kernelFunc({inputs, attrs: step.attributes, backend} as never);
  return Array.isArray(outputs) ? outputs : [outputs];
}

function stepsOf({nodes, outputs}: Program, backendName: string): Step[] {
  const kept = new Set(outputs.map(({value}) => value));
  const seen = new Set(kept);
  const steps = [...nodes].reverse().map((node): Step => {
    const touched = [
      ...node.inputs.map(([, {value}]) => value),
      ...node.outputs.filter((value) => value !== null),
    ];
    const last = [...new Set(touched)].filter((value) => !seen.has(value));
    touched.forEach((value) => seen.add(value));
    const config = getKernel(node.kernel, backendName);
    return {
      config,
      inputs: node.inputs,
      isList: node.isList,
      attributes: node.attributes,
      outputs: node.outputs,
      last,
    };
  });
  return steps.reverse();
}
