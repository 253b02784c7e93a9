/**
 * From regions to the instructions of the machine.
 */
import {sizeOf} from '../passes/rewrite.js';
import type {Operand, Program, Value} from '../program/program.js';
import {checkBounds, checkLoopOperand, type Extent} from './bounds.js';
import {referenceTo, type Layout} from './layout.js';
import {Mode} from '../../machine/instructions.js';
import {Opcode} from '../../machine/opcodes.js';
import type {Region} from './passes/regions.js';
import {instructionsOf} from './lowering/lowering.js';
import type {Places} from './lowering/rule.js';

/** The words of a region that the machine runs. */
export function assemble(
  region: Exclude<Region, {kind: 'kernel'}>,
  program: Program,
  layout: Layout,
  bits?: Places['bits'],
): number[] {
  if (region.kind === 'loop') return assembleLoop(region, program, layout);
  const [{node}] = region.nodes;
  const extentOf = (value: number): Extent => ({
    start: layout.offsets.get(value) as number,
    size: sizeOf((program.values[value] as Value).shape),
  });
  const extents = {
    reads: node.inputs.map(([, {value}]) => extentOf(value)),
    writes: node.outputs.map((value) => extentOf(value as number)),
  };
  const instructions = instructionsOf(node, program, {
    of: ({value}) => extentOf(value).start,
    outputs: extents.writes.map(({start}) => start),
    ...(bits && {bits}),
  });
  checkBounds(node.kernel, instructions, extents);
  return instructions.flat();
}

function assembleLoop({nodes, count}: Region & {kind: 'loop'}, {values}: Program, layout: Layout): number[] {
  const reference = ({value}: Pick<Operand, 'value'>): number =>
    referenceTo(layout, value, sizeOf((values[value] as Value).shape), count);
  const sums = nodes.flatMap(({node}) => {
    const value = node.outputs[0] as number;
    const sum = layout.sums.get(value);
    return sum === undefined ? [] : [{value, sum}];
  });
  const body = nodes.flatMap(({node, lowering}) => {
    const value = node.outputs[0] as number;
    for (const operand of lowering.operands) {
      checkLoopOperand(node.kernel, sizeOf(operand.shape), count);
      checkLoopOperand(node.kernel, sizeOf((values[operand.value] as Value).shape), count);
    }
    const operands = lowering.operands.map(reference);
    if (lowering.kind === 'whole') return [Opcode.SumInto, layout.sums.get(value) as number, ...operands];
    const literals = lowering.rule.literals.map(
      (literal) => (layout.literals.get(literal) as number) | Mode.element,
    );
    return [lowering.rule.opcode, reference({value}), ...operands, ...literals];
  });
  return [
    ...sums.flatMap(({sum}) => [Opcode.SumStart, sum]),
    ...[Opcode.Loop, count, body.length, ...body],
    ...sums.flatMap(({value, sum}) => [Opcode.SumStore, layout.offsets.get(value) as number, sum]),
  ];
}
