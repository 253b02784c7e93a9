/**
 * The instructions of whole arrays over float64. Addresses are those of the machine of four-byte elements: element i is
 * `values[i]`, whatever its dtype.
 */
import {Opcode, Reduction} from '../opcodes.js';

/** What runs an instruction; its operands are `words`. Decoded once, run at every call. */
type Make = (words: readonly number[], literals: readonly number[]) => (values: Float64Array) => void;

/** A matrix of the given number of columns, or its transpose, as steps from row to row and from column to column. */
const steps = (rows: number, columns: number, transposed: boolean): readonly [number, number] =>
  transposed ? [1, rows] : [columns, 1];

const matrixProduct: Make = (words) => {
  const [out, a, b, batch, m, k, n, aStride, bStride, transposeA, transposeB] = words as Eleven;
  const [aRow, aColumn] = steps(m, k, transposeA !== 0);
  const [bRow, bColumn] = steps(k, n, transposeB !== 0);
  return (values) => {
    let target = out / 4;
    for (let index = 0; index < batch; index++) {
      const [left, right] = [(a + index * aStride) / 4, (b + index * bStride) / 4];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          let [x, y] = [left + i * aRow, right + j * bColumn];
          for (let l = 0; l < k; l++, x += aColumn, y += bRow)
            sum += (values[x] as number) * (values[y] as number);
          values[target++] = sum;
        }
      }
    }
  };
};
type Eleven = [number, number, number, number, number, number, number, number, number, number, number];

/** Runs `move` for each row of a strided copy: where it is written, and where it is read. */
function forEachRow(
  lengths: readonly number[],
  outStrides: readonly number[],
  strides: readonly number[],
  move: (out: number, from: number) => void,
): void {
  const last = lengths.length - 1;
  const nested = (axis: number, out: number, from: number): void => {
    if (axis >= last) return move(out, from);
    for (let i = 0; i < (lengths[axis] as number); i++)
      nested(axis + 1, out + i * (outStrides[axis] as number), from + i * (strides[axis] as number));
  };
  if (!lengths.includes(0)) nested(0, 0, 0);
}

const strided =
  (combine: (old: number, element: number) => number): Make =>
  ([out = 0, a = 0, rank = 0, ...rest]) => {
    const part = (index: number): number[] => rest.slice(index * rank, (index + 1) * rank);
    const lengths = part(0);
    const [outStrides, strides] = [part(1), part(2)].map((bytes) => bytes.map((stride) => stride / 4)) as [
      number[],
      number[],
    ];
    const [length, outStep, step] = [lengths, outStrides, strides].map((list) => list[rank - 1] ?? 0) as [
      number,
      number,
      number,
    ];
    return (values) =>
      forEachRow(lengths, outStrides, strides, (to, from) => {
        let [x, y] = [a / 4 + from, out / 4 + to];
        for (let i = 0; i < (rank === 0 ? 1 : length); i++, x += step, y += outStep)
          values[y] = combine(values[y] as number, values[x] as number);
      });
  };

type Reducer = (values: Float64Array, start: number, length: number, stride: number) => number;

const folding =
  (initial: number, combine: (result: number, element: number) => number, wraps = false): Reducer =>
  (values, start, length, stride) => {
    let result = initial;
    for (let i = 0; i < length; i++) result = combine(result, values[start + i * stride] as number);
    return wraps ? result | 0 : result;
  };

/** The index of an extreme; of equal ones the first. NaN is passed over, unless it comes first. */
const indexing =
  (isBetter: (a: number, b: number) => boolean): Reducer =>
  (values, start, length, stride) => {
    let best = 0;
    for (let i = 1; i < length; i++)
      if (isBetter(values[start + i * stride] as number, values[start + best * stride] as number)) best = i;
    return best;
  };

const add = (a: number, b: number): number => a + b;
const multiply = (a: number, b: number): number => a * b;
const largest = folding(-Infinity, Math.max);
const smallest = folding(Infinity, Math.min);
const firstLargest = indexing((a, b) => a > b);
const firstSmallest = indexing((a, b) => a < b);

const reducers: Readonly<Record<Reduction, Reducer>> = {
  [Reduction.Sum]: folding(0, add),
  [Reduction.Prod]: folding(1, multiply),
  [Reduction.Max]: largest,
  [Reduction.Min]: smallest,
  [Reduction.ArgMax]: firstLargest,
  [Reduction.ArgMin]: firstSmallest,
  [Reduction.IntSum]: folding(0, add, true),
  [Reduction.IntProd]: folding(1, multiply, true),
  [Reduction.IntMax]: largest,
  [Reduction.IntMin]: smallest,
  [Reduction.IntArgMax]: firstLargest,
  [Reduction.IntArgMin]: firstSmallest,
};

const reduce: Make = ([reduction = 0, out = 0, a = 0, outer = 0, length = 0, inner = 0]) => {
  const reducer = reducers[reduction as Reduction];
  return (values) => {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++)
        values[out / 4 + o * inner + i] = reducer(values, a / 4 + o * length * inner + i, length, inner);
    }
  };
};

const gather: Make = ([out = 0, a = 0, indices = 0, outer = 0, length = 0, inner = 0, count = 0]) => {
  return (values) => {
    let target = out / 4;
    for (let o = 0; o < outer; o++) {
      for (let j = 0; j < count; j++, target += inner) {
        const index = values[indices / 4 + j] as number;
        if (!(index >= 0 && index < length))
          throw new RangeError(`gather: index ${index} is out of range, as the axis has length ${length}.`);
        const from = a / 4 + (o * length + index) * inner;
        values.copyWithin(target, from, from + inner);
      }
    }
  };
};

const segmentSum: Make = ([out = 0, a = 0, ids = 0, count = 0, inner = 0, segments = 0]) => {
  return (values) => {
    values.fill(0, out / 4, out / 4 + segments * inner);
    for (let row = 0; row < count; row++) {
      const segment = values[ids / 4 + row] as number;
      if (!(segment >= 0 && segment < segments)) continue;
      const [source, target] = [a / 4 + row * inner, out / 4 + segment * inner];
      for (let i = 0; i < inner; i++)
        values[target + i] = (values[target + i] as number) + (values[source + i] as number);
    }
  };
};

/** The number that a Fill names. */
export function literalAt(literals: readonly number[], index: number): number {
  const literal = literals[index];
  if (literal === undefined) throw new Error(`internal: there is no literal ${index}`);
  return literal;
}

/** The instructions of whole arrays; a Loop is a file of its own. */
export const wholeInstructions: Readonly<Partial<Record<Opcode, Make>>> = {
  [Opcode.SumStart]:
    ([sum = 0]) =>
    (values) =>
      void (values[sum / 4] = 0),
  [Opcode.SumStore]:
    ([out = 0, sum = 0]) =>
    (values) =>
      void (values[out / 4] = values[sum / 4] as number),
  [Opcode.Reduce]: reduce,
  [Opcode.MatrixProduct]: matrixProduct,
  [Opcode.Copy]: strided((_, element) => element),
  [Opcode.AddCopy]: strided(add),
  [Opcode.Fill]: ([out = 0, count = 0, literal = 0], literals) => {
    const value = literalAt(literals, literal);
    return (values) => void values.fill(value, out / 4, out / 4 + count);
  },
  [Opcode.Gather]: gather,
  [Opcode.SegmentSum]: segmentSum,
};
