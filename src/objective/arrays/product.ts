/**
 * Products of matrices: four rows by four columns at a time, two columns in a vector.
 */
import {
  f64,
  f64Load,
  f64Store,
  i32,
  localGet,
  localSet,
  Op,
  v128Load,
  v128LoadSplat,
  v128Store,
  v128Zero,
} from '../../wasm/code.js';
import {ValueType} from '../../wasm/module.js';
import {address, type Writer} from './writer.js';

/** A matrix in memory: its first byte, and the bytes from row to row and from column to column. */
interface Matrix {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

interface Sizes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

const ROWS = 4;
const COLUMNS = 4;

/** `scratch` is the address of room for a right operand whose columns have to be made neighbours. */
export function writeProduct(writer: Writer, words: readonly number[], scratch: number): void {
  const [out = 0, a = 0, b = 0, batch = 0, m = 0, k = 0, n = 0, ...rest] = words;
  const [aStride = 0, bStride = 0, transposeA = 0, transposeB = 0] = rest;
  const sizes = {m, k, n};
  for (let index = 0; index < batch; index++) {
    const left = matrix(2 * (a + index * aStride), m, k, transposeA !== 0);
    const right = matrix(2 * (b + index * bStride), k, n, transposeB !== 0);
    const target = matrix(2 * out + 8 * index * m * n, m, n, false);
    const isWide = m > 1 && n >= COLUMNS;
    writeBlocks(
      writer,
      target,
      left,
      isWide && right.column !== 8 ? packed(writer, right, sizes, scratch) : right,
      sizes,
    );
  }
}

function matrix(start: number, rows: number, columns: number, transposed: boolean): Matrix {
  return transposed ? {start, row: 8, column: 8 * rows} : {start, row: 8 * columns, column: 8};
}

/** A copy whose columns are neighbours. */
function packed(writer: Writer, {start, row, column}: Matrix, {k, n}: Sizes, scratch: number): Matrix {
  const to = writer.take(ValueType.i32);
  writer.add(i32(scratch), localSet(to));
  writer.each(k, row, (l) =>
    writer.each(n, column, (j) => {
      writer.add(localGet(to), address(l, j), f64Load(start), f64Store(0));
      writer.add(localGet(to), i32(8), Op.i32Add, localSet(to));
    }),
  );
  writer.giveBack(to);
  return {start: scratch, row: 8 * n, column: 8};
}

/** The bulk by blocks, the rows and columns that are left by smaller ones. */
function writeBlocks(writer: Writer, target: Matrix, left: Matrix, right: Matrix, {m, k, n}: Sizes): void {
  const isVector = right.column === 8;
  const bulk = isVector ? n - (n % COLUMNS) : 0;
  for (const [first, count, height] of stretches(m, ROWS)) {
    const rows = {
      target: {...target, start: target.start + first * target.row},
      left: {...left, start: left.start + first * left.row},
    };
    writer.each(count / height, 1, (index) => {
      const [ofTarget, ofLeft] = [
        scaled(writer, index, height * target.row),
        scaled(writer, index, height * left.row),
      ];
      if (bulk > 0)
        writer.each(bulk / COLUMNS, 8 * COLUMNS, (j) =>
          writeVectors(writer, {...rows, right, k, height}, ofTarget, ofLeft, j),
        );
      if (bulk < n)
        writer.each(n - bulk, 1, (index) => {
          const [inTarget, inRight] = [scaled(writer, index, 8), scaled(writer, index, right.column)];
          const shifted = {
            target: {...rows.target, start: rows.target.start + 8 * bulk},
            left: rows.left,
            right: {...right, start: right.start + bulk * right.column},
          };
          writeSingles(writer, {...shifted, k, height}, ofTarget, ofLeft, inTarget, inRight);
          giveBack(writer, inTarget, inRight);
        });
      giveBack(writer, ofTarget, ofLeft);
    });
  }
}

interface Block {
  readonly target: Matrix;
  readonly left: Matrix;
  readonly right: Matrix;
  readonly k: number;
  readonly height: number;
}

/** A run of rows: its first, how many, and how many at a time. */
function stretches(count: number, size: number): Array<readonly [number, number, number]> {
  const bulk = count - (count % size);
  const all = [[0, bulk, size] as const, [bulk, count - bulk, 1] as const];
  return all.filter(([, rows]) => rows > 0);
}

/** A counter times a number, in a local. */
function scaled(writer: Writer, counter: number | undefined, factor: number): number | undefined {
  if (counter === undefined) return undefined;
  const local = writer.take(ValueType.i32);
  writer.add(localGet(counter), i32(factor), Op.i32Multiply, localSet(local));
  return local;
}

function giveBack(writer: Writer, ...locals: ReadonlyArray<number | undefined>): void {
  for (const local of locals) if (local !== undefined) writer.giveBack(local);
}

/** Runs `body` for each step along the inner dimension, with the bytes to add to the left and to the right operand. */
function alongInner(
  writer: Writer,
  {left, right, k}: Block,
  body: (inLeft: number | undefined, inRight: number | undefined) => void,
): void {
  if (k === 1) return body(undefined, undefined);
  const inRight = writer.take(ValueType.i32);
  writer.add(i32(0), localSet(inRight));
  writer.loop(k * left.column, left.column, (inLeft) => {
    body(inLeft, inRight);
    writer.add(localGet(inRight), i32(right.row), Op.i32Add, localSet(inRight));
  });
  writer.giveBack(inRight);
}

function writeVectors(
  writer: Writer,
  block: Block,
  ofTarget: number | undefined,
  ofLeft: number | undefined,
  j: number | undefined,
): void {
  const {target, left, right, height} = block;
  const VECTORS = COLUMNS / 2;
  const sums = Array.from({length: height * VECTORS}, () => writer.take(ValueType.v128));
  const columns = Array.from({length: VECTORS}, () => writer.take(ValueType.v128));
  const element = writer.take(ValueType.v128);
  for (const sum of sums) writer.add(v128Zero, localSet(sum));
  alongInner(writer, block, (inLeft, inRight) => {
    columns.forEach((column, vector) => {
      writer.add(address(j, inRight), v128Load(right.start + 16 * vector), localSet(column));
    });
    for (let row = 0; row < height; row++) {
      writer.add(address(ofLeft, inLeft), v128LoadSplat(left.start + row * left.row), localSet(element));
      columns.forEach((column, vector) => {
        const sum = sums[row * VECTORS + vector] as number;
        writer.add(
          localGet(element),
          localGet(column),
          Op.f64x2Multiply,
          localGet(sum),
          Op.f64x2Add,
          localSet(sum),
        );
      });
    }
  });
  sums.forEach((sum, index) => {
    const [row, vector] = [Math.floor(index / VECTORS), index % VECTORS];
    writer.add(address(ofTarget, j), localGet(sum), v128Store(target.start + row * target.row + 16 * vector));
  });
  writer.giveBack(...sums, ...columns, element);
}

function writeSingles(
  writer: Writer,
  block: Block,
  ofTarget: number | undefined,
  ofLeft: number | undefined,
  inTarget: number | undefined,
  columnOfRight: number | undefined,
): void {
  const {target, left, right, height} = block;
  const sums = Array.from({length: height}, () => writer.take(ValueType.f64));
  const element = writer.take(ValueType.f64);
  for (const sum of sums) writer.add(f64(0), localSet(sum));
  alongInner(writer, block, (inLeft, inRight) => {
    writer.add(address(columnOfRight, inRight), f64Load(right.start), localSet(element));
    sums.forEach((sum, row) => {
      writer.add(
        address(ofLeft, inLeft),
        f64Load(left.start + row * left.row),
        localGet(element),
        Op.f64Multiply,
      );
      writer.add(localGet(sum), Op.f64Add, localSet(sum));
    });
  });
  sums.forEach((sum, row) => {
    writer.add(address(ofTarget, inTarget), localGet(sum), f64Store(target.start + row * target.row));
  });
  writer.giveBack(...sums, element);
}
