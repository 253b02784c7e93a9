/**
 * Instructions as text, one a line.
 */
import {Mode, operandsOf} from '../../machine/instructions.js';
import {Opcode} from '../../machine/opcodes.js';

const marks: Readonly<Record<number, string>> = {
  [Mode.element]: '',
  [Mode.array]: '[]',
  [Mode.block]: '[block]',
};

/** The instructions that these words are; what stands in a loop is indented. */
export function disassemble(words: ArrayLike<number>, indent = ''): string[] {
  const lines: string[] = [];
  for (let at = 0; at < words.length;) {
    const opcode = words[at] as Opcode;
    const names = operandsOf(opcode);
    const given = names.map((name, index) => `${name}=${show(opcode, words[at + 1 + index] as number)}`);
    at += 1 + names.length;
    const length = tailOf(opcode, words, at);
    const tail = Array.from({length}, (_, index) => words[at + index] as number);
    at += length;
    const isLoop = opcode === Opcode.Loop;
    lines.push(`${indent}${[Opcode[opcode], ...given, ...(isLoop ? [] : tail)].join(' ')}`);
    if (isLoop) lines.push(...disassemble(tail, `${indent}  `));
  }
  return lines;
}

/** How many words follow the operands: the body of a loop, or lengths and strides. */
function tailOf(opcode: Opcode, words: ArrayLike<number>, at: number): number {
  if (opcode === Opcode.Loop) return words[at - 1] as number;
  const isCopy = opcode === Opcode.Copy || opcode === Opcode.AddCopy;
  return isCopy ? 3 * (words[at - 1] as number) : 0;
}

function show(opcode: Opcode, word: number): string {
  if (opcode < Opcode.Abs) return String(word);
  const offset = word >>> 0;
  const mode = offset & 3;
  return `@${offset - mode}${marks[mode] ?? ''}`;
}
