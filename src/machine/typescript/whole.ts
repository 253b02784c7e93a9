/**
 * The instructions that are not element-wise, and the loop that runs those that are.
 */
import {BLOCK_ELEMENTS, operandsOf} from '../instructions.js';
import {Opcode} from '../opcodes.js';
import {addCopy, copy} from './copy.js';
import {gather} from './gather.js';
import {matrixProduct} from './matrix-product.js';
import {type Memory, operands} from './memory.js';
import {reduce} from './reduce.js';
import {segmentSum} from './segment-sum.js';
import {steps} from './steps.js';
import {type WholeOpcode} from './groups.js';

/** Runs an instruction whose operands begin at the given word, and returns the word after its last. */
type Instruction = (memory: Memory, word: number) => number;

const table: Readonly<Record<WholeOpcode, Instruction>> = {
  [Opcode.Loop]: loop,
  [Opcode.SumStart]: sumStart,
  [Opcode.SumStore]: sumStore,
  [Opcode.Reduce]: reduce,
  [Opcode.MatrixProduct]: matrixProduct,
  [Opcode.Copy]: copy,
  [Opcode.AddCopy]: addCopy,
  [Opcode.Fill]: fill,
  [Opcode.Gather]: gather,
  [Opcode.SegmentSum]: segmentSum,
};

const whole: readonly (Instruction | undefined)[] = Object.assign<Instruction[], typeof table>([], table);

/** How many words each element-wise instruction has, its opcode among them. */
const lengths = steps.map((_, opcode) => 1 + operandsOf(opcode).length);

/** Runs the instructions between two words. */
export function runInstructions(memory: Memory, start: number, end: number): void {
  let word = start;
  while (word < end) {
    const opcode = memory.ints[word] as number;
    const instruction = whole[opcode];
    if (!instruction) throw new Error(`internal: ${Opcode[opcode] ?? opcode} is not an instruction here.`);
    word = instruction(memory, word + 1);
  }
}

function loop(memory: Memory, word: number): number {
  const {count, words} = operands(memory, word, 'count', 'words');
  const end = word + 2 + words;
  for (let first = 0; first < count; first += BLOCK_ELEMENTS) {
    const inBlock = Math.min(BLOCK_ELEMENTS, count - first);
    for (let at = word + 2; at < end;) {
      const opcode = memory.ints[at] as number;
      const step = steps[opcode];
      if (!step) throw new Error(`internal: ${Opcode[opcode] ?? opcode} is not an instruction of a loop.`);
      step(memory, at + 1, first, inBlock);
      at += lengths[opcode] as number;
    }
  }
  return end;
}

function sumStart({ints, doubles}: Memory, word: number): number {
  doubles[(ints[word] as number) >>> 3] = 0;
  return word + 1;
}

function sumStore({floats, ints, doubles}: Memory, word: number): number {
  const out = (ints[word] as number) >>> 2;
  floats.fill(doubles[(ints[word + 1] as number) >>> 3] as number, out, out + 4);
  return word + 2;
}

function fill(memory: Memory, word: number): number {
  const {out, count, bits} = operands(memory, word, 'out', 'count', 'bits');
  memory.ints.fill(bits, out >>> 2, (out >>> 2) + (count === 1 ? 4 : count));
  return word + 3;
}
