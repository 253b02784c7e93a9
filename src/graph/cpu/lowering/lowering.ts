/**
 * What the machine can run, and what it leaves to the backend's kernels.
 */
import type {Node, Operand, Program, Value} from '../../program/program.js';
import {Opcode} from '../../../machine/opcodes.js';
import {elementWise, storageOf, type ElementWise, type Storage} from './element-wise.js';
import type {Places} from './rule.js';
import {whole} from './whole.js';

/** How the machine runs a node; undefined where it cannot. */
export type Lowering =
  | {readonly kind: 'element-wise'; readonly rule: ElementWise; readonly operands: readonly Operand[]}
  | {readonly kind: 'whole'; readonly operands: readonly Operand[]};

const nowhere: Places = {of: () => 0, outputs: []};

export function loweringOf(node: Node, values: readonly Value[]): Lowering | undefined {
  if (node.isOpaque === true) return undefined;
  const made = node.outputs.flatMap((id) => (id === null ? [] : (values[id] as Value)));
  if (made.length !== node.outputs.length || made.length === 0 || !made.every(isStored)) return undefined;
  if (!node.inputs.every(([, {value}]) => isStored(values[value] as Value))) return undefined;
  const rule = elementWise(node);
  if (rule !== undefined && storageOf(made[0]?.dtype ?? '') !== storageMade(rule)) return undefined;
  if (rule !== undefined) return {kind: 'element-wise', rule, operands: rule.operands};
  const found = whole(node, made, nowhere);
  return found && {kind: 'whole', operands: found.operands};
}

/** How an instruction stores what it makes; a few kernels make another dtype. */
function storageMade({opcode, operands: [first]}: ElementWise): Storage | undefined {
  if (opcode === Opcode.Move) return storageOf(first?.dtype ?? '');
  const isOfInts = opcode >= Opcode.IntAbs && opcode <= Opcode.IntBitwiseAnd;
  return isOfInts || opcode === Opcode.FloatToInt || opcode === Opcode.IntSelect ? 'int' : 'float';
}

/** The machine has no place for empty arrays, strings and complex numbers. */
function isStored({shape, dtype}: Value): boolean {
  return storageOf(dtype) !== undefined && shape.every((length) => length > 0);
}

/** The instructions of a node that is `whole`. */
export function instructionsOf(node: Node, {values}: Program, places: Places): readonly number[][] {
  const made = node.outputs.map((id) => values[id as number] as Value);
  return whole(node, made, places)?.instructions ?? [];
}
