/**
 * From a program to instructions for float64, and the places of what they read and write.
 */
import {sizeOf} from '../graph/passes/rewrite.js';
import type {Operand, Program, Value} from '../graph/program/program.js';
import {assemble} from '../graph/cpu/assembler.js';
import {storageOf, type Storage} from '../graph/cpu/lowering/element-wise.js';
import type {Places} from '../graph/cpu/lowering/rule.js';
import {planLayout} from '../graph/cpu/layout.js';
import {groupIntoRegions} from '../graph/cpu/passes/regions.js';

/** Elements that stand in memory one after another. */
export interface Range {
  readonly start: number;
  readonly size: number;
}

/** A range of what a call brings, by its index among the inputs, variables or constants. */
export interface Given extends Range {
  readonly index: number;
  /** How the machine for float32 stores it; the one for float64 has nothing but float64. */
  readonly storage: Storage;
}

/** Instructions over one memory of float64, as `machine/doubles` runs them. */
export interface DoubleCode {
  readonly words: readonly number[];
  readonly literals: readonly number[];
  /** How many elements the memory has. */
  readonly elements: number;
  readonly inputs: readonly Given[];
  readonly variables: readonly Given[];
  readonly constants: readonly Given[];
  readonly outputs: readonly Range[];
  /** Numbers that stand in memory, by the index of their element. */
  readonly numbers: ReadonlyArray<readonly [element: number, value: number]>;
}

/** Thrown for a kernel without an instruction. */
export class NoInstruction extends Error {
  constructor(readonly kernel: string) {
    super(`internal: there is no instruction for ${kernel}`);
  }
}

/** Assembles a program for the machine for float64, which has to have an instruction for every node. */
export function assembleDoubles(program: Program): DoubleCode {
  const literals: number[] = [];
  const bits = (value: number, dtype: string): number =>
    literals.push(dtype === 'int32' ? value | 0 : value) - 1;
  return {...assembleWith(program, bits), literals};
}

/** The same for the machine for float32. */
export function assembleFloats(program: Program): DoubleCode {
  return {...assembleWith(program, undefined), literals: []};
}

function assembleWith(program: Program, bits: Places['bits']): Omit<DoubleCode, 'literals'> {
  const regions = groupIntoRegions(program);
  const layout = planLayout(program, regions);
  const words = regions.flatMap((region) => {
    if (region.kind === 'kernel') throw new NoInstruction(region.node.kernel);
    return assemble(region, program, layout, bits);
  });
  // What no instruction reads or makes has no place yet: an output that is an input or a constant.
  let end = Math.ceil(layout.bytes / 4);
  const places = new Map([...layout.offsets].map(([value, offset]) => [value, offset / 4]));
  for (const {value} of program.outputs) {
    if (places.has(value)) continue;
    places.set(value, end);
    // A single element fills the four lanes of a vector.
    end += 4 * Math.ceil(sizeOf((program.values[value] as Value).shape) / 4);
  }
  const givenBy = (kind: 'input' | 'variable' | 'constant'): Given[] =>
    program.values.flatMap(({id, shape, dtype, origin}) => {
      const start = places.get(id);
      return origin.kind === kind && start !== undefined
        ? {index: origin.index, start, size: sizeOf(shape), storage: storageOf(dtype) ?? 'float'}
        : [];
    });
  return {
    words,
    elements: end,
    inputs: givenBy('input'),
    variables: givenBy('variable'),
    constants: givenBy('constant'),
    outputs: program.outputs.map(({value, shape}: Operand) => ({
      start: places.get(value) as number,
      size: sizeOf(shape),
    })),
    numbers: [...layout.literals].map(([value, offset]) => [offset / 4, value] as const),
  };
}
