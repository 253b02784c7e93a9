/**
 * Runs a program on the machine of the cpu backend, and by the backend's kernels where the machine has no instruction.
 */
import {
  backend as currentBackend,
  getBackend,
  type DataId,
  type Tensor,
  type TypedArray,
  type Variable,
} from '@tensorflow/tfjs-core';

import type {Input} from '../guard.js';
import type {Operand, Program, Value} from '../program/program.js';
import {assignLast, constantsAmong, type Captured, type Runner} from '../run/runner.js';
import {KernelStep, lastUses, operandsOf} from '../run/steps.js';
import {readMemory} from '../../tfjs/memory.js';
import {copyIn, copyOut, placeOf, writeSingle, type Place} from './arena.js';
import {assemble} from './assembler.js';
import {disassemble} from './disassembler.js';
import {KernelMemory} from './kernel-memory.js';
import {planLayout, type Layout} from './layout.js';
import type {Machine} from '../../machine/machine.js';
import {makeTypeScriptMachine} from '../../machine/typescript.js';
import {makeWebAssemblyMachine} from '../../machine/webassembly.js';
import {groupIntoRegions, type Region} from './passes/regions.js';
import {Residency, type Assigned} from './residency.js';

/** A stretch of instructions. */
interface Code {
  readonly kind: 'code';
  readonly words: number[];
  /** Where it stands in memory, in bytes. */
  start: number;
}

interface Kernel {
  readonly kind: 'kernel';
  readonly step: KernelStep;
  /** The values that no kernel uses after this one. */
  readonly last: readonly number[];
}

type Step = Code | Kernel;

interface Output {
  readonly operand: Operand;
  /** Undefined if a kernel makes it. */
  readonly place: Place | undefined;
}

export class MachineRunner implements Runner {
  readonly kernels: number;
  readonly fused: number;
  readonly constantsRead: ReadonlySet<number>;
  readonly #machine: Machine = makeWebAssemblyMachine() ?? makeTypeScriptMachine();
  readonly #steps: readonly Step[];
  readonly #needsBackend: boolean;
  readonly #places = new Map<number, Place>();
  readonly #inputs: readonly Place[];
  readonly #variables: readonly Place[];
  readonly #outputs: readonly Output[];
  #residency: Residency | undefined;

  constructor(
    readonly program: Program,
    readonly captured: Captured,
    readConstant: (index: number) => TypedArray,
  ) {
    const regions = groupIntoRegions(program);
    const layout = planLayout(program, regions);
    this.kernels = regions.filter(({kind}) => kind === 'kernel').length;
    this.fused = program.nodes.length - this.kernels;
    for (const [value, offset] of layout.offsets)
      this.#places.set(value, placeOf(program.values[value] as Value, offset));
    this.#steps = stepsOf(regions, program, layout);
    this.#inputs = this.#placesOf('input');
    this.#variables = this.#placesOf('variable');
    // What a kernel of the backend makes is handed out as it is, though instructions may read it here, too.
    const byKernels = new Set(regions.flatMap(madeByKernel));
    this.#outputs = program.outputs.map((operand) => ({
      operand,
      place: byKernels.has(operand.value) ? undefined : this.#places.get(operand.value),
    }));
    this.constantsRead = constantsAmong(
      [
        ...regions.flatMap((region) => (region.kind === 'kernel' ? operandsOf(region.node) : [])),
        ...this.#outputs.flatMap(({operand, place}) => (place === undefined ? operand : [])),
      ],
      program.values,
    );
    this.#needsBackend = this.kernels > 0 || this.#outputs.some(({place}) => place === undefined);
    this.#load(layout, readConstant);
  }

  run(inputs: readonly Input[]): Tensor[] {
    this.#copyInputs(inputs);
    return this.#needsBackend ? this.#runWithKernels(inputs, this.#outputs) : this.#runAlone(this.#outputs);
  }

  /** Variables stay where they are read, if nothing but instructions makes what is assigned. */
  step(inputs: readonly Input[], assigned: readonly Variable[]): Tensor[] {
    const residency = (this.#residency ??= new Residency(this.#machine, this.#assigned(assigned)));
    if (residency.assigned.length < assigned.length) return assignLast(this.run(inputs), assigned);
    const outputs = this.#outputs.slice(0, this.#outputs.length - assigned.length);
    this.#copyInputs(inputs);
    const returned = this.#needsBackend ? this.#runWithKernels(inputs, outputs) : this.#runAlone(outputs);
    residency.assign();
    return returned;
  }

  /** What is assigned, by where it is made: without what a kernel makes, or no node. */
  #assigned(variables: readonly Variable[]): Assigned[] {
    const outputs = this.#outputs.slice(this.#outputs.length - variables.length);
    return outputs.flatMap(({operand, place}, index) => {
      const variable = variables[index] as Variable;
      const isMade = this.program.values[operand.value]?.origin.kind === 'node';
      if (place === undefined || !isMade) return [];
      const read = this.captured.variables.findIndex((held) => held.variable === variable);
      const home = this.#variables.find(({index: at}) => at === read);
      return [{variable, operand, made: place, home}];
    });
  }

  dispose(): void {
    this.#residency?.dispose();
    this.#residency = undefined;
  }

  /** Where nothing but the machine computes. */
  #runAlone(outputs: readonly Output[]): Tensor[] {
    for (const step of this.#steps) if (step.kind === 'code') this.#runCode(step);
    return outputs.map(({operand, place}) => copyOut(this.#machine, place as Place, operand));
  }

  #runWithKernels(inputs: readonly Input[], outputs: readonly Output[]): Tensor[] {
    const {program, captured} = this;
    const memory = new KernelMemory(program, captured, inputs, this.#machine, this.#places);
    try {
      for (const step of this.#steps) {
        if (step.kind === 'kernel') memory.run(step.step, step.last);
        else this.#runCode(step);
      }
      return outputs.map(({operand, place}) =>
        place === undefined ? memory.handOut(operand) : copyOut(this.#machine, place, operand),
      );
    } finally {
      memory.freeAll();
    }
  }

  #runCode({start, words}: Code): void {
    this.#machine.run(start, start + 4 * words.length);
  }

  print(): string {
    const lines = this.#steps.flatMap((step) =>
      step.kind === 'code' ? disassemble(step.words) : [`kernel ${step.step.node.kernel}`],
    );
    return [`machine: ${this.#machine.kind}`, ...lines].join('\n');
  }

  #placesOf(kind: string): Place[] {
    return this.program.values
      .filter(({origin}) => origin.kind === kind)
      .flatMap(({id}) => this.#places.get(id) ?? []);
  }

  /** Writes what stays in memory: code, constants, literals. */
  #load({bytes, literals}: Layout, readConstant: (index: number) => TypedArray): void {
    const codes = this.#steps.filter((step) => step.kind === 'code');
    let end = bytes;
    for (const code of codes) {
      code.start = end;
      end += 4 * code.words.length;
    }
    this.#machine.grow(end);
    // What an instruction reads that none has written is not to pass for a zero.
    this.#machine.floats.fill(NaN, 0, bytes / 4);
    for (const {start, words} of codes) this.#machine.ints.set(words, start / 4);
    for (const place of this.#placesOf('constant')) copyIn(this.#machine, place, readConstant(place.index));
    for (const [literal, offset] of literals) writeSingle(this.#machine, offset / 4, 'float', literal);
  }

  #copyInputs(inputs: readonly Input[]): void {
    const backend = currentBackend();
    for (const place of this.#inputs) {
      const input = inputs[place.index] as Input;
      if (typeof input === 'number') writeSingle(this.#machine, place.start, 'float', input);
      else if (ArrayBuffer.isView(input)) copyIn(this.#machine, place, input);
      else copyIn(this.#machine, place, readMemory(backend, input.dataId));
    }
    for (const place of this.#variables) {
      const variable = this.captured.variables[place.index] as {dataId: DataId};
      if (this.#residency?.isAtHome(place, variable) === true) continue;
      const {dataId} = variable;
      copyIn(this.#machine, place, readMemory(backend, dataId));
    }
  }
}

function madeByKernel(region: Region): number[] {
  return region.kind === 'kernel' ? region.node.outputs.filter((value) => value !== null) : [];
}

/** Regions that the machine runs one after another are one stretch of code. */
function stepsOf(regions: readonly Region[], program: Program, layout: Layout): Step[] {
  const kernels = regions.flatMap((region) => (region.kind === 'kernel' ? [region.node] : []));
  const last = lastUses(kernels, program.outputs);
  const backendName = getBackend();
  const handedOut = new Set(program.outputs.map(({value}) => value));
  const steps: Step[] = [];
  let used = 0;
  for (const region of regions) {
    if (region.kind === 'kernel') {
      const step = new KernelStep(region.node, backendName, program.values, handedOut);
      steps.push({kind: 'kernel', step, last: last[used++] as number[]});
      continue;
    }
    const words = assemble(region, program, layout);
    const previous = steps.at(-1);
    if (previous?.kind === 'code') previous.words.push(...words);
    else steps.push({kind: 'code', words, start: 0});
  }
  return steps;
}
