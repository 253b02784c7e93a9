/**
 * Copies along the two innermost axes, which are the first in copy/axes.ts.
 */
import {sumOfRow} from '../reduce/sums';
import {transposeTile} from '../transpose-tile';
import {aStrideOf, lengthOf, outStrideOf} from './axes';
import {addRun, copyRun, fillRun} from './run';

/** Tiles of so many rows and columns are transposed at a time, so that the lines of cache they stand in are used up. */
const TRANSPOSED: usize = 64;

export function copyPlane(out: usize, a: usize): void {
  const outStride = outStrideOf(0);
  const aStride = aStrideOf(0);
  if (outStride === 4 && aStrideOf(1) === 4)
    transpose(out, outStrideOf(1), a, aStride, lengthOf(1), lengthOf(0));
  else if (outStrideOf(1) === 4 && aStride === 4) {
    transpose(out, outStride, a, aStrideOf(1), lengthOf(0), lengthOf(1));
  } else {
    for (let row = lengthOf(1); row > 0; row--) {
      copyRow(out, outStride, a, aStride, lengthOf(0));
      out += outStrideOf(1);
      a += aStrideOf(1);
    }
  }
}

function copyRow(out: usize, outStride: usize, a: usize, aStride: usize, count: usize): void {
  if (outStride === 4 && aStride === 4) return copyRun(out, a, count);
  if (outStride === 4 && aStride === 0) return fillRun(out, load<i32>(a), count);
  for (; count > 0; count--) {
    store<u32>(out, load<u32>(a));
    out += outStride;
    a += aStride;
  }
}

/** `out` has so many rows and columns, contiguous columns in its rows; `a` has contiguous rows in its columns. */
function transpose(out: usize, outRow: usize, a: usize, aColumn: usize, rows: usize, columns: usize): void {
  for (let i: usize = 0; i < rows; i += TRANSPOSED) {
    const height = min(TRANSPOSED, rows - i);
    for (let j: usize = 0; j < columns; j += TRANSPOSED) {
      const width = min(TRANSPOSED, columns - j);
      transposePart(out + i * outRow + j * 4, outRow, a + j * aColumn + i * 4, aColumn, height, width);
    }
  }
}

function transposePart(
  out: usize,
  outRow: usize,
  a: usize,
  aColumn: usize,
  rows: usize,
  columns: usize,
): void {
  const height = rows & ~3;
  const width = columns & ~3;
  for (let i: usize = 0; i < height; i += 4) {
    for (let j: usize = 0; j < width; j += 4) {
      transposeTile(out + i * outRow + j * 4, outRow, a + j * aColumn + i * 4, aColumn);
    }
  }
  for (let i: usize = 0; i < rows; i++) {
    const start = i < height ? width : 0;
    copyRow(out + i * outRow + start * 4, 4, a + start * aColumn + i * 4, aColumn, columns - start);
  }
}

export function addPlane(out: usize, a: usize): void {
  for (let row = lengthOf(1); row > 0; row--) {
    addRow(out, outStrideOf(0), a, aStrideOf(0), lengthOf(0));
    out += outStrideOf(1);
    a += aStrideOf(1);
  }
}

function addRow(out: usize, outStride: usize, a: usize, aStride: usize, count: usize): void {
  if (outStride === 4 && (aStride === 4 || aStride === 0)) return addRun(out, a, aStride, count);
  if (outStride === 0 && aStride === 4) {
    store<f32>(out, <f32>(load<f32>(out) + sumOfRow(a, count)));
    return;
  }
  for (; count > 0; count--) {
    store<f32>(out, load<f32>(out) + load<f32>(a));
    out += outStride;
    a += aStride;
  }
}
