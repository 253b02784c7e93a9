/**
 * From a trace to what runs.
 */
import {engine} from '@tensorflow/tfjs-core';

import {Constants} from './constants.js';
import {mergeCommonSubexpressions} from './passes/common-subexpressions.js';
import {foldConstants} from './passes/constants.js';
import {removeDeadNodes} from './passes/dead-nodes.js';
import {simplify} from './passes/simplification.js';
import {checkProgram, type Program} from './program/program.js';
import {KernelRunner} from './run/kernels.js';
import type {Runner} from './run/runner.js';
import type {Trace} from './trace/recorder.js';

/** A program, and what runs it. */
export interface Executable {
  readonly program: Program;
  readonly runner: Runner;
  /** Frees all that it holds, the captured tensors of the trace among it. */
  dispose(): void;
}

/** Compiles a trace, whose captured tensors become the program's. */
export function compile(trace: Trace): Executable {
  const constants = new Constants(trace.constants);
  try {
    const program = optimize(trace.program, constants);
    const runner = new KernelRunner(program, {constants: constants.all, variables: trace.variables});
    const dispose = (): void => {
      runner.dispose();
      constants.dispose();
    };
    return {program, runner, dispose};
  } catch (error) {
    constants.dispose();
    throw error;
  }
}

/** Runs the passes, and checks what each of them makes. */
function optimize(traced: Program, constants: Constants): Program {
  const sharesViews = ['cpu', 'wasm'].includes(engine().backendName);
  const passes: ReadonlyArray<(program: Program) => Program> = [
    removeDeadNodes,
    mergeCommonSubexpressions,
    (program) => foldConstants(program, (node, indexOf) => constants.compute(node, indexOf)),
    (program) => simplify(program, (index) => constants.uniformOf(index), sharesViews),
    mergeCommonSubexpressions,
    removeDeadNodes,
  ];
  return passes.reduce((program, pass) => {
    const next = pass(program);
    checkProgram(next);
    return next;
  }, traced);
}
