/**
 * Instructions that move elements: strided copies, fills, gathers and sums of segments.
 */
import {f64, f64Load, f64Store, i32, localGet, localSet, memoryCopy, Op} from '../../wasm/code.js';
import {ValueType} from '../../wasm/module.js';
import {address, type Writer} from './writer.js';

/** A strided copy; `isAdded` adds to what is there. Strides of 0 and negative ones are strides like others. */
export function writeCopy(
  writer: Writer,
  [out = 0, a = 0, rank = 0, ...rest]: readonly number[],
  isAdded: boolean,
): void {
  const part = (index: number): number[] => rest.slice(index * rank, (index + 1) * rank);
  const [lengths, outStrides, strides] = [part(0), part(1).map(double), part(2).map(double)];
  if (lengths.includes(0)) return;
  const axes = lengths.flatMap((length, axis) =>
    length === 1 ? [] : [{length, out: outStrides[axis] as number, from: strides[axis] as number}],
  );
  writeAxes(writer, {axes, out: 2 * out, from: 2 * a, isAdded}, [], []);
}

const double = (bytes: number): number => 2 * bytes;

interface Axis {
  readonly length: number;
  readonly out: number;
  readonly from: number;
}

interface Copied {
  readonly axes: readonly Axis[];
  readonly out: number;
  readonly from: number;
  readonly isAdded: boolean;
}

function writeAxes(writer: Writer, copied: Copied, to: readonly number[], from: readonly number[]): void {
  const {axes, isAdded} = copied;
  const [axis, ...inner] = axes;
  if (axis === undefined) return writeElement(writer, copied, to, from);
  const isRun = inner.length === 0 && axis.out === 8 && axis.from === 8 && !isAdded;
  if (isRun) {
    writer.add(absolute(to, copied.out), absolute(from, copied.from), i32(8 * axis.length), memoryCopy);
    return;
  }
  const [outAt, fromAt] = [writer.take(ValueType.i32), writer.take(ValueType.i32)];
  writer.add(i32(0), localSet(outAt), i32(0), localSet(fromAt));
  writer.loop(axis.length, 1, () => {
    writeAxes(writer, {...copied, axes: inner}, [...to, outAt], [...from, fromAt]);
    writer.add(localGet(outAt), i32(axis.out), Op.i32Add, localSet(outAt));
    writer.add(localGet(fromAt), i32(axis.from), Op.i32Add, localSet(fromAt));
  });
  writer.giveBack(outAt, fromAt);
}

/** Counters may be negative: the start is added, and not an offset of the instruction, which is unsigned. */
function absolute(counters: readonly number[], start: number): number[] {
  return [...address(...counters), ...i32(start), ...Op.i32Add];
}

function writeElement(
  writer: Writer,
  {out, from: start, isAdded}: Copied,
  to: readonly number[],
  from: readonly number[],
): void {
  writer.add(absolute(to, out), absolute(from, start), f64Load(0));
  if (isAdded) writer.add(absolute(to, out), f64Load(0), Op.f64Add);
  writer.add(f64Store(0));
}

export function writeFill(writer: Writer, [out = 0, count = 0]: readonly number[], value: number): void {
  writer.each(count, 8, (i) => writer.add(address(i), f64(value), f64Store(2 * out)));
}

/** Ends the function with 1 if an index is out of range. */
export function writeGather(writer: Writer, words: readonly number[]): void {
  const [out = 0, a = 0, indices = 0, outer = 0, length = 0, inner = 0, count = 0] = words;
  const [index, target] = [writer.take(ValueType.i32), writer.take(ValueType.i32)];
  writer.add(i32(2 * out), localSet(target));
  writer.each(outer, 8 * length * inner, (o) =>
    writer.each(count, 8, (j) => {
      writer.add(address(j), f64Load(2 * indices), Op.i32FromF64, localSet(index));
      writer.add(localGet(index), i32(length), Op.i32GreaterEqualUnsigned, Op.if, i32(1), Op.return, Op.end);
      writer.add(localGet(target), localGet(index), i32(8 * inner), Op.i32Multiply, address(o), Op.i32Add);
      writer.add(i32(2 * a), Op.i32Add, i32(8 * inner), memoryCopy);
      writer.add(localGet(target), i32(8 * inner), Op.i32Add, localSet(target));
    }),
  );
  writer.giveBack(index, target);
}

export function writeSegmentSum(writer: Writer, words: readonly number[]): void {
  const [out = 0, a = 0, ids = 0, count = 0, inner = 0, segments = 0] = words;
  writeFill(writer, [out, segments * inner], 0);
  const [id, row] = [writer.take(ValueType.i32), writer.take(ValueType.i32)];
  writer.add(i32(0), localSet(row));
  writer.each(count, 8, (j) => {
    writer.add(address(j), f64Load(2 * ids), Op.i32FromF64, localSet(id));
    writer.add(localGet(id), i32(segments), Op.i32LessUnsigned, Op.if);
    writer.add(localGet(id), i32(8 * inner), Op.i32Multiply, localSet(id));
    writer.each(inner, 8, (i) => {
      writer.add(address(id, i), address(id, i), f64Load(2 * out), address(row, i), f64Load(2 * a));
      writer.add(Op.f64Add, f64Store(2 * out));
    });
    writer.add(Op.end, localGet(row), i32(8 * inner), Op.i32Add, localSet(row));
  });
  writer.giveBack(id, row);
}
