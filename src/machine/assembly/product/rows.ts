/**
 * The rows of a block of a matrix product, four at a time.
 */
import {packFour} from './pack';
import {packedLeft, packedRight, SUMS_STEP, tile, TILE_STEP, widthOf, wideSums} from './sizes';
import {multiplyTile4, multiplyTile8} from './tile';
import {addTile, storePart} from './wide';

/** The index of a block that is the only one. */
export const SINGLE: usize = usize.MAX_VALUE;

/** No address. */
const NOWHERE: usize = usize.MAX_VALUE;

/**
 * Multiplies `rows` rows at `left` by the columns that are packed, or stand at `right` where they are read directly. Blocks
 * of a long sum are added up in float64.
 */
export function multiplyRows(
  out: usize,
  outStep: usize,
  left: usize,
  leftRow: usize,
  leftStep: usize,
  right: usize,
  rightStep: usize,
  rows: usize,
  depth: usize,
  columns: usize,
  isDirect: bool,
  block: usize,
): void {
  // Rows of a transposed factor are worth packing where they are read more than once.
  const isPacked = leftRow === 4 && columns > 8;
  for (let i: usize = 0; i < rows; i += 4) {
    const inTile = min(4, rows - i);
    const sums = wideSums() + i * SUMS_STEP;
    let a = left + i * leftRow;
    let step = leftStep;
    if (isPacked && inTile === 4) {
      packFour(packedLeft(), a, leftStep, depth);
      a = packedLeft();
      step = 16;
    }
    const b = isDirect ? right : NOWHERE;
    multiplyFourRows(
      out + i * outStep,
      outStep,
      sums,
      a,
      leftRow,
      step,
      inTile,
      b,
      rightStep,
      depth,
      columns,
      block,
    );
  }
}

/** Multiplies at most four rows by panel after panel; by those that are packed, or that stand at `right` unless that is NOWHERE. */
function multiplyFourRows(
  out: usize,
  outStep: usize,
  sums: usize,
  a0: usize,
  row: usize,
  step: usize,
  rows: usize,
  right: usize,
  rightStep: usize,
  depth: usize,
  columns: usize,
  block: usize,
): void {
  // Rows that are missing are read as the last again, and not stored.
  const a1 = a0 + min(1, rows - 1) * row;
  const a2 = a0 + min(2, rows - 1) * row;
  const a3 = a0 + min(3, rows - 1) * row;
  let panel = packedRight();
  for (let j: usize = 0; j < columns; j += 8) {
    const width = widthOf(columns - j);
    const inPanel = min(width, columns - j);
    const isWhole = inPanel === width;
    const b = right !== NOWHERE && isWhole ? right + j * 4 : panel;
    const bStep = right !== NOWHERE && isWhole ? rightStep : width * 4;
    const isStored = block === SINGLE && isWhole && rows === 4;
    const to = isStored ? out + j * 4 : tile();
    const toStep = isStored ? outStep : TILE_STEP;
    if (width === 8) multiplyTile8(to, toStep, a0, a1, a2, a3, step, b, bStep, depth);
    else multiplyTile4(to, toStep, a0, a1, a2, a3, step, b, bStep, depth);
    if (block !== SINGLE) addTile(sums + j * 8, SUMS_STEP, to, TILE_STEP, rows, width, block === 0);
    else if (!isStored) storePart(out + j * 4, outStep, to, TILE_STEP, rows, inPanel);
    panel += depth * width * 4;
  }
}
