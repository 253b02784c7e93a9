/**
 * The instruction set of the machine: what each instruction's words mean.
 *
 * Memory. Everything stands in one memory, addressed by bytes. An element has four bytes: float32 as f32, int32 as i32,
 * bool as f32 0 or 1. A value begins at a multiple of 16 and owns its memory up to the next multiple of 16, so that vectors
 * of four lanes need no tail: what stands in the padding is anything. A value of a single element stands in all four lanes;
 * every instruction that makes one writes it so, and may rely on it.
 *
 * Code. A program is a list of 32-bit words in the same memory: an opcode and its operands, one word each.
 *
 * References. The operands of element-wise instructions are references: a byte offset, with the {@link Mode} in its low bits.
 */
import {Opcode} from './opcodes.js';

/** How a reference moves while a loop runs from block to block. */
export const Mode = {
  /** A single element, the same for all. */
  element: 0,
  /** An array as long as the loop, of which each block reads its part. */
  array: 1,
  /** A buffer of one block, written and read within a block. */
  block: 2,
} as const;

/** How many elements an element-wise chain works on at a time. */
export const BLOCK_ELEMENTS = 1024;

const unary = ['out', 'x'] as const;
const binary = ['out', 'a', 'b'] as const;
const ternary = ['out', 'a', 'b', 'c'] as const;

/** Names of the operands that are not references, and what they mean. */
const whole = {
  /** Runs the `words` words that follow for `count` elements, block by block. */
  [Opcode.Loop]: ['count', 'words'],
  /** `sum` (16 bytes, of the machine's own form) becomes 0. */
  [Opcode.SumStart]: ['sum'],
  /** The single element `out` becomes `sum`. */
  [Opcode.SumStore]: ['out', 'sum'],
  /** `out[o, i]` becomes the reduction of `a[o, :, i]`; `a` is `[outer, length, inner]`. */
  [Opcode.Reduce]: ['reduction', 'out', 'a', 'outer', 'length', 'inner'],
  /** `out[b]` (`[m, n]`) becomes `a[b]` (`[m, k]`, or `[k, m]` if transposed) times `b[b]`. Strides of batches in bytes. */
  [Opcode.MatrixProduct]: [
    'out',
    'a',
    'b',
    'batch',
    'm',
    'k',
    'n',
    'aStride',
    'bStride',
    'transposeA',
    'transposeB',
  ],
  /**
   * Copies an array of `rank` dimensions; `rank` lengths, strides of `out` and strides of `a` (in bytes) follow. Where every
   * stride of `out` is 0, or the rank is, the element is written to all four lanes.
   */
  [Opcode.Copy]: ['out', 'a', 'rank'],
  /** As Copy, but adds float32 to what is there. */
  [Opcode.AddCopy]: ['out', 'a', 'rank'],
  /** `count` elements become the word `bits`; a single one in all four lanes. */
  [Opcode.Fill]: ['out', 'count', 'bits'],
  /** `out[o, j, i]` becomes `a[o, indices[j], i]`; `a` is `[outer, length, inner]`, `indices` int32 `[count]`. */
  [Opcode.Gather]: ['out', 'a', 'indices', 'outer', 'length', 'inner', 'count'],
  /**
   * `out` (`[segments, inner]`) becomes the sums of the rows of `a` (`[count, inner]`) with each id; others are left out, but
   * what is not finite makes its column of every segment of another id NaN, as tfjs adds it up times 0.
   */
  [Opcode.SegmentSum]: ['out', 'a', 'ids', 'count', 'inner', 'segments'],
} as const satisfies Partial<Record<Opcode, readonly string[]>>;

const ternaries: ReadonlySet<Opcode> = new Set([Opcode.Clip, Opcode.Select, Opcode.IntSelect]);

/** The names of an instruction's operands. Copy and AddCopy have a tail of three times `rank` words besides. */
export function operandsOf(opcode: Opcode): readonly string[] {
  if (opcode in whole) return whole[opcode as keyof typeof whole];
  if (opcode === Opcode.SumInto) return ['sum', 'x'];
  if (ternaries.has(opcode)) return ternary;
  const isBinary =
    (opcode >= Opcode.Add && opcode <= Opcode.Subtract) ||
    (opcode >= Opcode.IntAdd && opcode <= Opcode.IntLessEqual);
  return isBinary ? binary : unary;
}
