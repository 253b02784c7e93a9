/**
 * A step is an element-wise instruction, run over one block of a loop.
 */
import {Mode} from '../instructions.js';
import {type Opcode} from '../opcodes.js';
import {type Memory} from './memory.js';

export type Unary = (x: number) => number;
export type Binary = (a: number, b: number) => number;
export type Ternary = (a: number, b: number, c: number) => number;

/** Runs the instruction whose operands begin at the given word, for `count` elements of the loop from `first` on. */
export type Step = (memory: Memory, word: number, first: number, count: number) => void;

type View = 'floats' | 'ints';

/** Low bits of a reference. */
const MODES = 15;

/** The index of a reference's first element in the block. */
export function indexOf(reference: number, first: number): number {
  const index = (reference & ~MODES) >>> 2;
  return (reference & MODES) === Mode.array ? index + first : index;
}

/** How far a reference moves from element to element. */
export function strideOf(reference: number): number {
  return (reference & MODES) === Mode.element ? 0 : 1;
}

/** The word with the given index. */
function wordAt({ints}: Memory, index: number): number {
  return ints[index] as number;
}

/** Lanes of a vector are run together, so that a single element comes to stand in all four. */
function padded(count: number): number {
  return (count + 3) & ~3;
}

export function unary(f: Unary, from: View, to: View): Step {
  return (memory, word, first, count) => {
    const {[from]: source, [to]: target} = memory;
    const out = indexOf(wordAt(memory, word), first);
    const x = indexOf(wordAt(memory, word + 1), first);
    const stride = strideOf(wordAt(memory, word + 1));
    const end = padded(count);
    for (let i = 0; i < end; i++) target[out + i] = f(source[x + i * stride] as number);
  };
}

export function binary(f: Binary, from: View, to: View): Step {
  return (memory, word, first, count) => {
    const {[from]: source, [to]: target} = memory;
    const {out, a, aStride, b, bStride, end} = readBinary(memory, word, first, count);
    for (let i = 0; i < end; i++) {
      target[out + i] = f(source[a + i * aStride] as number, source[b + i * bStride] as number);
    }
  };
}

/** The operands of an instruction of two. */
export function readBinary(
  memory: Memory,
  word: number,
  first: number,
  count: number,
): Record<'out' | 'a' | 'aStride' | 'b' | 'bStride' | 'end', number> {
  const [a, b] = [wordAt(memory, word + 1), wordAt(memory, word + 2)];
  return {
    out: indexOf(wordAt(memory, word), first),
    a: indexOf(a, first),
    aStride: strideOf(a),
    b: indexOf(b, first),
    bStride: strideOf(b),
    end: padded(count),
  };
}

/** The first operand is float32 always: a condition, where the others are int32. */
export function ternary(f: Ternary, kind: View): Step {
  return (memory, word, first, count) => {
    const {floats, [kind]: target} = memory;
    const {out, a, aStride, b, bStride, end} = readBinary(memory, word, first, count);
    const c = indexOf(wordAt(memory, word + 3), first);
    const cStride = strideOf(wordAt(memory, word + 3));
    for (let i = 0; i < end; i++) {
      const condition = floats[a + i * aStride] as number;
      target[out + i] = f(condition, target[b + i * bStride] as number, target[c + i * cStride] as number);
    }
  };
}

/** The steps of a table of functions. */
export function stepsOf<O extends Opcode, F>(
  functions: Readonly<Record<O, F>>,
  make: (f: F) => Step,
): Record<O, Step> {
  const entries = Object.entries<F>(functions).map(([opcode, f]) => [opcode, make(f)]);
  return Object.fromEntries(entries) as Record<O, Step>;
}
