/**
 * Runs a program by the kernels of the backend, and looks into it: what a node reads and makes can be seen, and replaced.
 */
import {
  type DataId,
  type Tensor,
  type TensorInfo,
  backend as currentBackend,
  getBackend,
} from '@tensorflow/tfjs-core';
import {freeMemory, tensorOver} from '../../tfjs/memory.js';

import type {Node, Operand, Program} from '../program/program.js';
import {Memory} from '../run/kernels.js';
import type {Captured} from '../run/runner.js';
import {KernelStep, lastUses, type Locate} from '../run/steps.js';

/** What looks into a run. Memory that it gives is freed by the run. */
export interface Probe {
  /** What a node reads in the place of an operand; undefined for the operand itself. */
  reads?(node: Node, operand: TensorInfo): DataId | undefined;
  /** What stands for a result from here on; undefined for the result itself. */
  makes?(node: Node, made: TensorInfo): DataId | undefined;
  /** After a node has run, while its operands still have their memory. */
  after?(node: Node, locate: Locate): void;
}

/** The outputs, which belong to the innermost scope. */
export function runProbed(
  program: Program,
  captured: Captured,
  inputs: readonly Tensor[],
  probe: Probe,
): Tensor[] {
  const backend = currentBackend();
  const given = program.values.filter(({origin}) => origin.kind !== 'node');
  const memory = new Memory(given, captured, inputs, backend);
  const last = lastUses(program.nodes, program.outputs);
  try {
    program.nodes.forEach((node, index) => {
      runNode(node, program, memory, probe);
      probe.after?.(node, memory.locate);
      for (const value of last[index] ?? []) memory.free(value);
    });
    const outputs = program.outputs.map((operand) => memory.handOut(operand));
    return outputs.map((info) => tensorOver(info, backend));
  } finally {
    memory.freeAll();
  }
}

function runNode(node: Node, {values}: Program, memory: Memory, probe: Probe): void {
  const backend = currentBackend();
  const replaced: DataId[] = [];
  const locate = (operand: Operand): TensorInfo => {
    const info = memory.locate(operand);
    const dataId = probe.reads?.(node, info);
    if (dataId === undefined) return info;
    replaced.push(dataId);
    return {...info, dataId};
  };
  try {
    new KernelStep(node, getBackend(), values).run(backend, locate, (value, made) => {
      memory.keep(value, made);
      const dataId = probe.makes?.(node, made);
      if (dataId === undefined) return;
      memory.free(value);
      memory.keep(value, {dataId});
    });
  } finally {
    for (const dataId of replaced) freeMemory(backend, dataId);
  }
}
