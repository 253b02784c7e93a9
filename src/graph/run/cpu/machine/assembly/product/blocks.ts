/**
 * Matrix products in blocks: a few columns of the right factor are packed, and tiles of the result follow one another.
 */
import {packColumns, packFour, packTransposed} from './pack';
import {depthBlocks, HEIGHT, packedLeft, packedRight, tile, WIDTH, wideSums} from './sizes';
import {multiplyTile4, multiplyTile8} from './tile';
import {addTile, storePart, storeSums} from './wide';

/** With fewer rows than this, packing the right factor costs more than it saves. */
const FEW_ROWS: usize = 12;
const TILE_STEP: usize = 32;
const SUMS_STEP: usize = WIDTH * 8;

/** `out` (`[m, n]`) becomes `a` times `b`. */
export function multiplyMatrices(
  out: usize,
  a: usize,
  b: usize,
  m: usize,
  k: usize,
  n: usize,
  transposeA: bool,
  transposeB: bool,
): void {
  const blocks = depthBlocks(k);
  const depth = (k + blocks - 1) / blocks;
  const height = blocks > 1 ? HEIGHT : m;
  const aRow: usize = transposeA ? 4 : k * 4;
  const aStep: usize = transposeA ? m * 4 : 4;
  const bStep: usize = transposeB ? 4 : n * 4;
  const bColumn: usize = transposeB ? k * 4 : 4;
  const isDirect = !transposeB && m <= FEW_ROWS;
  for (let j: usize = 0; j < n; j += WIDTH) {
    const columns = min(WIDTH, n - j);
    for (let i: usize = 0; i < m; i += height) {
      const rows = min(height, m - i);
      const target = out + (i * n + j) * 4;
      for (let block: usize = 0; block < blocks; block++) {
        const from = min(block * depth, k);
        const inBlock = min(depth, k - from);
        const right = b + j * bColumn + from * bStep;
        packRight(right, transposeB ? bColumn : bStep, inBlock, columns, transposeB, isDirect);
        const left = a + i * aRow + from * aStep;
        const blockIndex = blocks > 1 ? block : SINGLE;
        multiplyRows(
          target,
          n * 4,
          left,
          aRow,
          aStep,
          right,
          bStep,
          rows,
          inBlock,
          columns,
          isDirect,
          blockIndex,
        );
      }
      if (blocks > 1) storeSums(target, n * 4, wideSums(), SUMS_STEP, rows, columns);
    }
  }
}

/** The index of a block that is the only one. */
const SINGLE: usize = usize.MAX_VALUE;

/** Four or eight columns: what the tile has that begins with so many columns to go. */
function widthOf(columns: usize): usize {
  return columns > 4 ? 8 : 4;
}

/** Packs the columns panel by panel. Where they are read where they stand, only those that do not fill a panel. */
function packRight(
  from: usize,
  step: usize,
  depth: usize,
  columns: usize,
  isTransposed: bool,
  isDirect: bool,
): void {
  let to = packedRight();
  for (let j: usize = 0; j < columns; j += 8) {
    const width = widthOf(columns - j);
    const inPanel = min(width, columns - j);
    if (isTransposed) packTransposed(to, from + j * step, step, depth, inPanel, width);
    else if (!isDirect || inPanel !== width) packColumns(to, from + j * 4, step, depth, inPanel, width);
    to += depth * width * 4;
  }
}

/** Multiplies one block: all its rows, four at a time, by the columns that packRight made ready. */
function multiplyRows(
  out: usize,
  outStep: usize,
  left: usize,
  aRow: usize,
  aStep: usize,
  right: usize,
  bStep: usize,
  rows: usize,
  depth: usize,
  columns: usize,
  isDirect: bool,
  block: usize,
): void {
  for (let i: usize = 0; i < rows; i += 4) {
    const inTile = min(4, rows - i);
    let a = left + i * aRow;
    let row = aRow;
    let step = aStep;
    if (aRow === 4 && inTile === 4 && columns > 8) {
      packFour(packedLeft(), a, aStep, depth);
      a = packedLeft();
      step = 16;
    }
    // Rows that are missing are read as the last again, and not stored.
    const a1 = a + min(1, inTile - 1) * row;
    const a2 = a + min(2, inTile - 1) * row;
    const a3 = a + min(3, inTile - 1) * row;
    const target = out + i * outStep;
    const sums = wideSums() + i * SUMS_STEP;
    let panel = packedRight();
    for (let j: usize = 0; j < columns; j += 8) {
      const width = widthOf(columns - j);
      const inPanel = min(width, columns - j);
      const isWhole = inPanel === width;
      const b = isDirect && isWhole ? right + j * 4 : panel;
      const step8 = isDirect && isWhole ? bStep : width * 4;
      const isStored = block === SINGLE && isWhole && inTile === 4;
      const to = isStored ? target + j * 4 : tile();
      const toStep = isStored ? outStep : TILE_STEP;
      if (width === 8) multiplyTile8(to, toStep, a, a1, a2, a3, step, b, step8, depth);
      else multiplyTile4(to, toStep, a, a1, a2, a3, step, b, step8, depth);
      if (block !== SINGLE) addTile(sums + j * 8, SUMS_STEP, to, TILE_STEP, inTile, width, block === 0);
      else if (!isStored) storePart(target + j * 4, outStep, to, TILE_STEP, inTile, inPanel);
      panel += depth * width * 4;
    }
  }
}
