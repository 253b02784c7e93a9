/**
 * From a trace to what runs.
 */
import {getBackend} from '@tensorflow/tfjs-core';

import {keepsArrays} from '../tfjs/engine.js';
import {Constants} from './constants.js';
import {ProgramBuilder} from './passes/builder.js';
import {mergeCommonSubexpressions} from './passes/common-subexpressions.js';
import {foldConstants} from './passes/constant-folding.js';
import {removeDeadNodes} from './passes/dead-nodes.js';
import {simplify} from './passes/simplification.js';
import {checkProgram, type Operand, type Program} from './program/program.js';
import {MachineRunner} from './cpu/machine-runner.js';
import {expand} from './cpu/passes/expansion.js';
import {makeOperandsExplicit} from './cpu/passes/explicit-operands.js';
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

type Pass = (program: Program) => Program;

/** Compiles a trace, whose captured tensors become the program's. */
export function compile(trace: Trace): Executable {
  const constants = new Constants(trace.constants);
  try {
    const program = inOrder(passesFor(constants), trace.program);
    const captured = {constants: constants.all, variables: trace.variables};
    const runner = isOnCpu()
      ? new MachineRunner(program, captured, (index) => constants.read(index))
      : new KernelRunner(program, captured);
    constants.keepOnly(runner.constantsRead);
    return {program, runner, dispose: () => constants.dispose()};
  } catch (error) {
    constants.dispose();
    throw error;
  }
}

function isOnCpu(): boolean {
  return getBackend() === 'cpu';
}

/** Runs the passes, and checks what each of them makes. */
function inOrder(passes: readonly Pass[], traced: Program): Program {
  return passes.reduce((program, pass) => {
    const next = pass(program);
    checkProgram(next);
    return next;
  }, traced);
}

function passesFor(constants: Constants): Pass[] {
  const sharesViews = keepsArrays();
  const general: Pass[] = [
    removeDeadNodes,
    mergeCommonSubexpressions,
    foldingInto(constants),
    (program) => simplify(program, (index) => constants.uniformOf(index), sharesViews),
    mergeCommonSubexpressions,
    removeDeadNodes,
  ];
  return isOnCpu() ? [...general, ...passesForMachine(constants)] : general;
}

function foldingInto(constants: Constants): Pass {
  return (program) =>
    foldConstants(
      program,
      (node) => constants.canCompute(node),
      (node, indexOf) => constants.compute(node, indexOf),
    );
}

function passesForMachine(constants: Constants): Pass[] {
  const builder = (program: Program): ProgramBuilder =>
    new ProgramBuilder(program, (element) => constants.make(element));
  const uniformOf =
    ({values}: Program) =>
    ({value}: Operand): number | undefined => {
      const origin = values[value]?.origin;
      return origin?.kind === 'constant' ? constants.uniformOf(origin.index) : undefined;
    };
  return [
    (program) => expand(program, builder(program), uniformOf(program)),
    foldingInto(constants),
    (program) => makeOperandsExplicit(program, builder(program), uniformOf(program)),
    mergeCommonSubexpressions,
    removeDeadNodes,
  ];
}
