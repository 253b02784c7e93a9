/**
 * How matrix products are cut into blocks, and where blocks stand in scratch memory.
 */
import {scratch} from '../scratch';

/** Elements of a sum that float32 accumulates; longer sums are added up from blocks in float64. */
export const DEPTH: usize = 256;
/** Rows of the result that are summed up in float64 at a time. */
export const HEIGHT: usize = 64;
/** Columns of the result for which the right factor is packed at a time. */
export const WIDTH: usize = 32;

/** Bytes from row to row of a tile, and of sums in float64. */
export const TILE_STEP: usize = 32;
export const SUMS_STEP: usize = WIDTH * 8;

const RIGHT_BYTES: usize = DEPTH * WIDTH * 4;
const LEFT_BYTES: usize = DEPTH * 16;
const TILE_BYTES: usize = 128;

/** Panels of the right factor: `[depth, 8]` each, and one of `[depth, 4]` at the end where that is enough. */
export function packedRight(): usize {
  return scratch();
}

/** Four rows of the left factor, as `[depth, 4]`. */
export function packedLeft(): usize {
  return scratch() + RIGHT_BYTES;
}

/** Four rows of eight columns of the result, or one row of 32. */
export function tile(): usize {
  return scratch() + RIGHT_BYTES + LEFT_BYTES;
}

/** Sums in float64: `[HEIGHT, WIDTH]`. */
export function wideSums(): usize {
  return scratch() + RIGHT_BYTES + LEFT_BYTES + TILE_BYTES;
}

/** How many blocks a sum of so many elements is cut into. */
export function depthBlocks(k: usize): usize {
  return max((k + DEPTH - 1) / DEPTH, 1);
}

/** Four or eight columns: what the tile has that begins with so many columns to go. */
export function widthOf(columns: usize): usize {
  return columns > 4 ? 8 : 4;
}
