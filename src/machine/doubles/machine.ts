/**
 * The machine for float64 in TypeScript. It runs the instructions of the machine for float32, whose addresses mean the same
 * elements; a Fill names its number by its index among the literals, as a float64 has more than one word.
 */
import {operandsOf} from '../instructions.js';
import {Opcode} from '../opcodes.js';
import {wholeInstructions} from './instructions.js';
import {decodeLoop, runLoop} from './loop.js';

/** Runs a program over its memory. */
export type DoubleRun = (values: Float64Array) => void;

/** Calls `visit` with each instruction that is not within a loop, and with all of its words but the opcode. */
export function forEachInstruction(
  words: readonly number[],
  visit: (opcode: Opcode, operands: readonly number[]) => void,
): void {
  for (let at = 0; at < words.length;) {
    const opcode = words[at] as Opcode;
    const fixed = operandsOf(opcode).length;
    const last = words[at + fixed] as number;
    const isCopy = opcode === Opcode.Copy || opcode === Opcode.AddCopy;
    const tail = opcode === Opcode.Loop ? last : isCopy ? 3 * last : 0;
    const end = at + 1 + fixed + tail;
    visit(opcode, words.slice(at + 1, end));
    at = end;
  }
}

/** Decodes instructions once. */
export function prepareDoubles(words: readonly number[], literals: readonly number[]): DoubleRun {
  const runs: DoubleRun[] = [];
  forEachInstruction(words, (opcode, operands) => {
    if (opcode === Opcode.Loop) {
      const loop = decodeLoop(operands, 0);
      runs.push((values) => runLoop(values, loop));
      return;
    }
    const make = wholeInstructions[opcode];
    if (make === undefined)
      throw new Error(`internal: ${Opcode[opcode] ?? opcode} is not an instruction here.`);
    runs.push(make(operands, literals));
  });
  return (values) => {
    for (const run of runs) run(values);
  };
}
