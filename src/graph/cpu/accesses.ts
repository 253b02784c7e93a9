/**
 * Which bytes the instructions of whole arrays read and write, by their words.
 */
import {Opcode} from '../../machine/opcodes.js';

/** Bytes from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Access {
  readonly reads: readonly Span[];
  readonly writes: Span;
  /** How many elements are written, whatever was there before: none where the instruction adds to them. */
  readonly written: number;
  /** True if a single element is written to all four lanes. */
  readonly fillsLanes: boolean;
}

const ELEMENT = 4;
const VECTOR = 16;

const run = (start: number, elements: number): Span => ({start, end: start + ELEMENT * elements});

const product = (lengths: readonly number[]): number => lengths.reduce((size, length) => size * length, 1);

/** Of so many elements, written one after another; a single one is written to all four lanes. */
function contiguous(out: number, elements: number, ...reads: readonly Span[]): Access {
  const fillsLanes = elements === 1;
  const writes = fillsLanes ? {start: out, end: out + VECTOR} : run(out, elements);
  return {reads, writes, written: elements, fillsLanes};
}

/** What a copy touches from here, with strides in bytes, of which some may be negative. */
function strided(start: number, lengths: readonly number[], strides: readonly number[]): Span {
  const ends = lengths.map((length, axis) => (length - 1) * (strides[axis] ?? 0));
  const sum = (list: readonly number[]): number => list.reduce((total, end) => total + end, 0);
  return {
    start: start + sum(ends.map((end) => Math.min(end, 0))),
    end: start + sum(ends.map((end) => Math.max(end, 0))) + ELEMENT,
  };
}

type Decode = (words: readonly number[]) => Access;

const copy =
  (adds: boolean): Decode =>
  ([out = NaN, a = NaN, rank = NaN, ...tail]) => {
    const [lengths, outStrides, strides] = [0, 1, 2].map((part) =>
      tail.slice(part * rank, (part + 1) * rank),
    ) as [number[], number[], number[]];
    const fillsLanes = outStrides.every((stride) => stride === 0);
    const writes = fillsLanes ? {start: out, end: out + VECTOR} : strided(out, lengths, outStrides);
    const written = product(lengths.filter((_, axis) => outStrides[axis] !== 0));
    return {reads: [strided(a, lengths, strides)], writes, written: adds ? 0 : written, fillsLanes};
  };

const matrixProduct: Decode = (words) => {
  const [out = NaN, a = NaN, b = NaN, batch = NaN, m = NaN, k = NaN, n = NaN, ...strides] = words;
  const [aStride = NaN, bStride = NaN] = strides;
  const matrices = (start: number, stride: number, elements: number): Span =>
    run(start, ((batch - 1) * stride) / ELEMENT + elements);
  return contiguous(out, batch * m * n, matrices(a, aStride, m * k), matrices(b, bStride, k * n));
};

const table: Readonly<Partial<Record<Opcode, Decode>>> = {
  [Opcode.AddCopy]: copy(true),
  [Opcode.Copy]: copy(false),
  [Opcode.Fill]: ([out = NaN, count = NaN]) => contiguous(out, count),
  [Opcode.Gather]: ([
    out = NaN,
    a = NaN,
    indices = NaN,
    outer = NaN,
    length = NaN,
    inner = NaN,
    count = NaN,
  ]) => contiguous(out, outer * count * inner, run(a, outer * length * inner), run(indices, count)),
  [Opcode.MatrixProduct]: matrixProduct,
  [Opcode.Reduce]: ([, out = NaN, a = NaN, outer = NaN, length = NaN, inner = NaN]) =>
    contiguous(out, outer * inner, run(a, outer * length * inner)),
  [Opcode.SegmentSum]: ([out = NaN, a = NaN, ids = NaN, count = NaN, inner = NaN, segments = NaN]) =>
    contiguous(out, segments * inner, run(a, count * inner), run(ids, count)),
};

/** What an instruction reads and writes; undefined for one that is not of whole arrays. */
export function accessOf([opcode, ...words]: readonly number[]): Access | undefined {
  return table[opcode as Opcode]?.(words);
}
