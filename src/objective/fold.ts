/**
 * Constant folding in float64.
 */
import {prepareDoubles} from '../machine/doubles/machine.js';
import {loweringOf} from '../graph/cpu/lowering/lowering.js';
import {sizeOf} from '../graph/passes/rewrite.js';
import {removeDeadNodes} from '../graph/passes/dead-nodes.js';
import type {Node, Program, Value} from '../graph/program/program.js';
import {assembleDoubles, type DoubleCode} from './code.js';
import type {DoubleConstants} from './constants.js';

/** Computes, once and in float64, what depends on constants alone. */
export function foldDoubles(traced: Program, constants: DoubleConstants): Program {
  const program = withRanges(traced, constants);
  const isFixed = new Set(program.values.flatMap(({id, origin}) => (origin.kind === 'constant' ? id : [])));
  const fixed: Node[] = [];
  const rest: Node[] = [];
  for (const node of program.nodes) {
    const folds =
      node.inputs.every(([, {value}]) => isFixed.has(value)) &&
      loweringOf(node, program.values) !== undefined;
    (folds ? fixed : rest).push(node);
    if (folds) for (const id of node.outputs) if (id !== null) isFixed.add(id);
  }
  const needed = valuesRead(rest, program);
  const made = fixed.flatMap(({outputs}) =>
    outputs.filter((id) => id !== null && needed.has(id)),
  ) as number[];
  const elements = runOnce(
    removeDeadNodes({
      values: program.values,
      nodes: fixed,
      outputs: made.map((id) => asOperand(program.values[id] as Value)),
    }),
    constants,
  );
  const values = [...program.values];
  made.forEach((id, index) => {
    const origin = {kind: 'constant', index: constants.add(elements[index] as Float64Array)} as const;
    values[id] = {...(values[id] as Value), origin};
  });
  return {...program, values, nodes: rest};
}

interface Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** The program with its ranges, which need no operand, as constants. */
export function withRanges(program: Program, constants: DoubleConstants): Program {
  const values = [...program.values];
  const nodes = program.nodes.filter(({kernel, attributes, outputs: [out]}) => {
    if (kernel !== 'Range' || out == null) return true;
    const {start, step} = attributes as Range;
    const value = values[out] as Value;
    const elements = Float64Array.from({length: sizeOf(value.shape)}, (_, index) => start + index * step);
    values[out] = {...value, origin: {kind: 'constant', index: constants.add(elements)}};
    return false;
  });
  return {...program, values, nodes};
}

function valuesRead(nodes: readonly Node[], {outputs}: Program): Set<number> {
  return new Set([
    ...nodes.flatMap(({inputs}) => inputs.map(([, {value}]) => value)),
    ...outputs.map(({value}) => value),
  ]);
}

function asOperand({id, shape, dtype}: Value): {value: number; shape: readonly number[]; dtype: string} {
  return {value: id, shape, dtype};
}

/** Runs a program of constants: its outputs. */
function runOnce(program: Program, constants: DoubleConstants): Float64Array[] {
  const code = assembleDoubles(program);
  const memory = new Float64Array(code.elements);
  load(memory, code, constants);
  prepareDoubles(code.words, code.literals)(memory);
  return code.outputs.map(({start, size}) => memory.slice(start, start + size));
}

/** Writes what stays in memory: constants and numbers. */
export function load(
  memory: Float64Array,
  {constants: places, numbers}: DoubleCode,
  constants: DoubleConstants,
): void {
  for (const {start, index} of places) memory.set(constants.at(index), start);
  for (const [element, value] of numbers) memory[element] = value;
}
