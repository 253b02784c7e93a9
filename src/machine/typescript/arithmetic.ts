/**
 * The commonest element-wise instructions, each as a loop of its own: a loop that calls a function, which the others share,
 * takes several times as long.
 */
import {Opcode} from '../opcodes.js';
import {type Memory} from './memory.js';
import {readBinary, type Step} from './step.js';

/** Where a loop reads and writes, in elements. */
type Loop = (
  floats: Float32Array,
  out: number,
  a: number,
  aStride: number,
  b: number,
  bStride: number,
  count: number,
) => void;

export const arithmetic = {
  [Opcode.Add]: (floats, out, a, aStride, b, bStride, count) => {
    for (let i = 0; i < count; i++) {
      floats[out + i] = (floats[a + i * aStride] as number) + (floats[b + i * bStride] as number);
    }
  },
  [Opcode.Divide]: (floats, out, a, aStride, b, bStride, count) => {
    for (let i = 0; i < count; i++) {
      floats[out + i] = (floats[a + i * aStride] as number) / (floats[b + i * bStride] as number);
    }
  },
  [Opcode.Multiply]: (floats, out, a, aStride, b, bStride, count) => {
    for (let i = 0; i < count; i++) {
      floats[out + i] = (floats[a + i * aStride] as number) * (floats[b + i * bStride] as number);
    }
  },
  [Opcode.Subtract]: (floats, out, a, aStride, b, bStride, count) => {
    for (let i = 0; i < count; i++) {
      floats[out + i] = (floats[a + i * aStride] as number) - (floats[b + i * bStride] as number);
    }
  },
} satisfies Partial<Record<Opcode, Loop>>;

export function looped(loop: Loop): Step {
  return (memory: Memory, word, first, count) => {
    const {out, a, aStride, b, bStride, end} = readBinary(memory, word, first, count);
    loop(memory.floats, out, a, aStride, b, bStride, end);
  };
}
