/**
 * From a program to instructions for float64, and the places of what they read and write.
 */
import {sizeOf} from '../graph/passes/rewrite.js';
import type {Operand, Program, Value} from '../graph/program/program.js';
import {assemble} from '../graph/cpu/assembler.js';
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

/** Thrown for a kernel that has no form in float64. */
export class NoDoubleForm extends Error {
  constructor(readonly kernel: string) {
    super(`internal: ${kernel} has no form in float64`);
  }
}

/** Assembles a program, every node of which the machine can run. */
export function assembleDoubles(program: Program): DoubleCode {
  const regions = groupIntoRegions(program);
  const layout = planLayout(program, regions);
  const literals: number[] = [];
  const bits = (value: number, dtype: string): number =>
    literals.push(dtype === 'int32' ? value | 0 : value) - 1;
  const words = regions.flatMap((region) => {
    if (region.kind === 'kernel') throw new NoDoubleForm(region.node.kernel);
    return assemble(region, program, layout, bits);
  });
  // What no instruction reads or makes has no place yet: an output that is an input or a constant.
  let end = Math.ceil(layout.bytes / 4);
  const places = new Map([...layout.offsets].map(([value, offset]) => [value, offset / 4]));
  for (const {value} of program.outputs) {
    if (places.has(value)) continue;
    places.set(value, end);
    end += sizeOf((program.values[value] as Value).shape);
  }
  const givenBy = (kind: 'input' | 'variable' | 'constant'): Given[] =>
    program.values.flatMap(({id, shape, origin}) => {
      const start = places.get(id);
      return origin.kind === kind && start !== undefined
        ? {index: origin.index, start, size: sizeOf(shape)}
        : [];
    });
  return {
    words,
    literals,
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
