import {type Memory, splat} from './memory.js';

type Innermost = (
  memory: Memory,
  length: number,
  out: number,
  outStride: number,
  a: number,
  aStride: number,
) => void;

/** The lengths and strides of a copy, strides in elements. */
interface Layout {
  readonly lengths: readonly number[];
  readonly outStrides: readonly number[];
  readonly aStrides: readonly number[];
}

export function copy(memory: Memory, word: number): number {
  return strided(memory, word, copyRun);
}

export function addCopy(memory: Memory, word: number): number {
  return strided(memory, word, addRun);
}

function strided(memory: Memory, word: number, innermost: Innermost): number {
  const [out, a, rank] = Array.from(memory.ints.subarray(word, word + 3)) as [number, number, number];
  const part = (index: number): number[] =>
    Array.from(memory.ints.subarray(word + 3 + index * rank, word + 3 + (index + 1) * rank));
  const inElements = (bytes: number): number => bytes / 4;
  const layout = {
    lengths: part(0),
    outStrides: part(1).map(inElements),
    aStrides: part(2).map(inElements),
  };
  if (!layout.lengths.includes(0)) {
    nested(memory, layout, 0, out / 4, a / 4, innermost);
    // Where `out` does not move it is a single element.
    if (layout.outStrides.every((stride) => stride === 0)) splat(memory, out / 4);
  }
  return word + 3 + 3 * rank;
}

function nested(
  memory: Memory,
  layout: Layout,
  axis: number,
  out: number,
  a: number,
  innermost: Innermost,
): void {
  const {lengths, outStrides, aStrides} = layout;
  const [length = 1, outStride = 0, aStride = 0] = [lengths[axis], outStrides[axis], aStrides[axis]];
  if (axis >= lengths.length - 1) {
    innermost(memory, length, out, outStride, a, aStride);
    return;
  }
  for (let i = 0; i < length; i++) {
    nested(memory, layout, axis + 1, out + i * outStride, a + i * aStride, innermost);
  }
}

/** The bits are copied, whatever they mean. */
const copyRun: Innermost = ({ints}, length, out, outStride, a, aStride) => {
  if (outStride === 1 && aStride === 1) ints.copyWithin(out, a, a + length);
  else if (outStride === 1 && aStride === 0) ints.fill(ints[a] as number, out, out + length);
  else for (let i = 0; i < length; i++) ints[out + i * outStride] = ints[a + i * aStride] as number;
};

const addRun: Innermost = ({floats}, length, out, outStride, a, aStride) => {
  for (let i = 0; i < length; i++) {
    const at = out + i * outStride;
    floats[at] = (floats[at] as number) + (floats[a + i * aStride] as number);
  }
};
