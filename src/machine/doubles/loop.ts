/**
 * The loop of element-wise instructions over float64.
 */
import {BLOCK_ELEMENTS, operandsOf} from '../instructions.js';
import {Opcode} from '../opcodes.js';
import {indexOf, strideOf} from '../typescript/step.js';
import {doubleFunction, type ElementFunction} from './functions.js';

/** An instruction of a loop, decoded once. */
interface Step {
  /** Undefined for one that adds to a running sum. */
  readonly f: ElementFunction | undefined;
  readonly out: number;
  readonly operands: readonly number[];
}

export interface Loop {
  readonly count: number;
  readonly steps: readonly Step[];
}

/** Decodes the loop whose operands begin at the given word. */
export function decodeLoop(words: ArrayLike<number>, at: number): Loop {
  const [count, length] = [words[at] as number, words[at + 1] as number];
  const steps: Step[] = [];
  for (let word = at + 2; word < at + 2 + length;) {
    const opcode = words[word] as Opcode;
    const size = operandsOf(opcode).length;
    const references = Array.from({length: size}, (_, index) => words[word + 1 + index] as number);
    const [out = 0, ...operands] = references;
    const f = doubleFunction(opcode);
    if (f === undefined && opcode !== Opcode.SumInto)
      throw new Error(`internal: ${Opcode[opcode] ?? opcode} is not an instruction of a loop over float64.`);
    steps.push({f, out, operands});
    word += 1 + size;
  }
  return {count, steps};
}

/** Runs a loop block by block. */
export function runLoop(values: Float64Array, {count, steps}: Loop): void {
  for (let first = 0; first < count; first += BLOCK_ELEMENTS) {
    const inBlock = Math.min(BLOCK_ELEMENTS, count - first);
    for (const step of steps) runStep(values, step, first, inBlock);
  }
}

function runStep(values: Float64Array, {f, out, operands}: Step, first: number, count: number): void {
  const [a = 0, b = 0, c = 0] = operands;
  let [x, y, z] = [indexOf(a, first), indexOf(b, first), indexOf(c, first)];
  const [stepX, stepY, stepZ] = [strideOf(a), strideOf(b), strideOf(c)];
  if (f === undefined) {
    let sum = values[out >>> 2] as number;
    for (let i = 0; i < count; i++, x += stepX) sum += values[x] as number;
    values[out >>> 2] = sum;
    return;
  }
  const target = indexOf(out, first);
  for (let i = 0; i < count; i++, x += stepX, y += stepY, z += stepZ) {
    values[target + i] = f(values[x] as number, values[y] as number, values[z] as number);
  }
}
