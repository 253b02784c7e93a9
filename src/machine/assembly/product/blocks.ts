/**
 * Matrix products in blocks: a few columns of the right factor are packed, and tiles of the result follow one another.
 */
import {packColumns, packTransposed} from './pack';
import {multiplyRows, SINGLE} from './rows';
import {depthBlocks, HEIGHT, packedRight, SUMS_STEP, WIDTH, widthOf, wideSums} from './sizes';
import {storeSums} from './wide';

/** With fewer rows than this, packing the right factor costs more than it saves. */
const FEW_ROWS: usize = 12;

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
