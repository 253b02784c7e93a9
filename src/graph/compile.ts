/**
 * From a trace to programs that can run it: as traced, after each pass, and in the machine's form. Which of them serves is
 * for the proof to say.
 */
import {getBackend} from '@tensorflow/tfjs-core';

import {internalError} from '../errors.js';
import {keepsArrays} from '../tfjs/engine.js';
import {Constants} from './constants.js';
import {MachineRunner} from './cpu/machine-runner.js';
import {expand} from './cpu/passes/expansion.js';
import {makeOperandsExplicit} from './cpu/passes/explicit-operands.js';
import {ProgramBuilder} from './passes/builder.js';
import {mergeCommonSubexpressions} from './passes/common-subexpressions.js';
import {foldConstants} from './passes/constant-folding.js';
import {removeDeadNodes} from './passes/dead-nodes.js';
import {simplify} from './passes/simplification.js';
import {checkProgram, markOpaqueNodes} from './program/check.js';
import type {Operand, Program} from './program/program.js';
import {isWorthHosting} from './run/hosted-runner.js';
import {KernelRunner} from './run/kernels.js';
import type {Captured, Runner} from './run/runner.js';
import type {Trace} from './trace/recorder.js';

/** A program, and what runs it. */
export interface Executable {
  readonly program: Program;
  readonly runner: Runner;
  /** Frees all that it holds, the captured tensors of the trace among it. */
  dispose(): void;
}

/** A program, and the pass that made it. */
export interface Stage {
  readonly pass: string;
  readonly program: Program;
}

const FOLDING = 'folding constants';

type Pass = readonly [name: string, run: (program: Program) => Program];

/** The forms of one traced program. It owns the captured tensors until one form is settled on. */
export class Compilation {
  /** The program as it was traced, and after each of the passes that any backend has use for. */
  readonly general: readonly Stage[];
  /** The program after each of the machine's passes; empty on other backends. */
  readonly forMachine: readonly Stage[];
  /** What went wrong in a pass: the passes after it have not run. */
  readonly failure: {readonly pass: string; readonly error: unknown} | undefined;
  readonly captured: Captured;
  /** True if the machine may stand in for another backend than its own. */
  readonly isHosted: boolean;
  readonly #constants: Constants;

  constructor({program, constants}: Trace, variables: Captured['variables']) {
    this.#constants = new Constants(constants);
    this.captured = {constants: this.#constants.all, variables};
    const traced = {pass: 'tracing', program};
    const general = inOrder(generalPasses(this.#constants), traced);
    this.isHosted = general.failure === undefined && isWorthHosting(lastOf(general.stages).program);
    const isForMachine = general.failure === undefined && (isOnCpu() || this.isHosted);
    const machine = inOrder(
      isForMachine ? machinePasses(this.#constants, this.isHosted) : [],
      this.isHosted ? beforeFolding(general.stages) : lastOf(general.stages),
    );
    this.general = general.stages;
    this.forMachine = machine.stages.slice(1);
    this.failure = general.failure ?? machine.failure;
  }

  /** The program without any pass. */
  get traced(): Program {
    return (this.general[0] as Stage).program;
  }

  /** The program for the backend's kernels. */
  get simplified(): Program {
    return lastOf(this.general).program;
  }

  /** The program for the machine; undefined on other backends, and where a pass has failed. */
  get lowered(): Program | undefined {
    return this.failure === undefined ? this.forMachine[this.forMachine.length - 1]?.program : undefined;
  }

  onMachine(program: Program): Runner {
    return new MachineRunner(program, this.captured, (index) => this.#constants.read(index));
  }

  /** The machine in the place of another backend's kernels. Throws if a card has what it would read, or a kernel is needed. */
  hosted(program: Program): Runner {
    const machine = new MachineRunner(program, this.captured, (index) => this.#constants.atHand(index));
    if (machine.kernels === 0) return machine;
    throw internalError('a program with kernels cannot run on the machine alone');
  }

  byKernels(program: Program): Runner {
    return new KernelRunner(program, this.captured);
  }

  /** Further passes over one program, as those that made the machine's. */
  lower(program: Program): Program {
    const {stages, failure} = inOrder(machinePasses(this.#constants, this.isHosted), {
      pass: 'tracing',
      program,
    });
    if (failure !== undefined) throw failure.error;
    return lastOf(stages).program;
  }

  /** One form serves: what the others alone need is freed. */
  settle(program: Program, runner: Runner): Executable {
    this.#constants.keepOnly(runner.constantsRead);
    const dispose = (): void => {
      runner.dispose?.();
      this.dispose();
    };
    return {program, runner, dispose};
  }

  dispose(): void {
    this.#constants.dispose();
  }
}

function isOnCpu(): boolean {
  return getBackend() === 'cpu';
}

function lastOf(stages: readonly Stage[]): Stage {
  return stages[stages.length - 1] as Stage;
}

/** What was computed of constants when the program was compiled, a graphics card has. */
function beforeFolding(stages: readonly Stage[]): Stage {
  return stages[stages.findIndex(({pass}) => pass === FOLDING) - 1] as Stage;
}

/** Runs the passes, and checks what each of them makes; ends before the first that fails. */
function inOrder(
  passes: readonly Pass[],
  start: Stage,
): {readonly stages: readonly Stage[]; readonly failure: Compilation['failure']} {
  const stages = [start];
  for (const [pass, run] of passes) {
    try {
      const program = run(lastOf(stages).program);
      checkProgram(program);
      stages.push({pass, program});
    } catch (error) {
      return {stages, failure: {pass, error}};
    }
  }
  return {stages, failure: undefined};
}

function generalPasses(constants: Constants): Pass[] {
  const sharesViews = keepsArrays();
  return [
    ['marking opaque nodes', markOpaqueNodes],
    ['removing dead nodes', removeDeadNodes],
    ['merging common subexpressions', mergeCommonSubexpressions],
    foldingInto(constants),
    ['simplification', (program) => simplify(program, (index) => constants.uniformOf(index), sharesViews)],
    ['merging common subexpressions', mergeCommonSubexpressions],
    ['removing dead nodes', removeDeadNodes],
  ];
}

function foldingInto(constants: Constants): Pass {
  return [
    FOLDING,
    (program) =>
      foldConstants(
        program,
        (node) => constants.canCompute(node),
        (node, indexOf) => constants.compute(node, indexOf),
      ),
  ];
}

/** In JavaScript's memory, a tensor may be read in any shape of as many elements. */
function sharingViews(constants: Constants): Pass {
  return ['sharing views', (program) => simplify(program, (index) => constants.uniformOf(index), true)];
}

function machinePasses(constants: Constants, isHosted: boolean): Pass[] {
  const builder = (program: Program): ProgramBuilder =>
    new ProgramBuilder(program, (element) => constants.make(element));
  const uniformOf =
    ({values}: Program) =>
    ({value}: Operand): number | undefined => {
      const origin = values[value]?.origin;
      return origin?.kind === 'constant' ? constants.uniformOf(origin.index) : undefined;
    };
  // What a graphics card has computed of constants cannot be read.
  const folding = isHosted ? [] : [foldingInto(constants)];
  return [
    ...(isHosted ? [sharingViews(constants)] : []),
    ['expansion', (program) => expand(program, builder(program), uniformOf(program))],
    ...folding,
    [
      'making operands explicit',
      (program) => makeOperandsExplicit(program, builder(program), uniformOf(program)),
    ],
    ['merging common subexpressions', mergeCommonSubexpressions],
    ['removing dead nodes', removeDeadNodes],
  ];
}
