/**
 * Packing: parts of the factors are laid out in the order in which the innermost loops read them.
 */
import {transposeTile} from '../transpose-tile';

/** Packs `columns` columns (at most `width`: 4 or 8) of a matrix with rows `step` bytes apart, as `[depth, width]`. */
export function packColumns(
  to: usize,
  from: usize,
  step: usize,
  depth: usize,
  columns: usize,
  width: usize,
): void {
  if (columns === 8) packEight(to, from, step, depth);
  else if (columns === 4) packFour(to, from, step, depth);
  else packPart(to, from, step, 4, depth, columns, width);
}

/** The same of a matrix that is given transposed: each column is contiguous, `step` bytes after the one before. */
export function packTransposed(
  to: usize,
  from: usize,
  step: usize,
  depth: usize,
  columns: usize,
  width: usize,
): void {
  if (columns !== width) {
    packPart(to, from, 4, step, depth, columns, width);
    return;
  }
  const whole = depth & ~3;
  for (let j: usize = 0; j < width; j += 4) {
    for (let l: usize = 0; l < whole; l += 4) {
      transposeTile(to + (l * width + j) * 4, width * 4, from + j * step + l * 4, step);
    }
  }
  packPart(to + whole * width * 4, from + whole * 4, 4, step, depth - whole, columns, width);
}

/** Four columns side by side. */
export function packFour(to: usize, from: usize, step: usize, depth: usize): void {
  for (; depth > 0; depth--) {
    v128.store(to, v128.load(from));
    to += 16;
    from += step;
  }
}

function packEight(to: usize, from: usize, step: usize, depth: usize): void {
  for (; depth > 0; depth--) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    to += 32;
    from += step;
  }
}

/** Element by element, so that nothing is read but what exists; missing columns become 0, lest they be slow numbers. */
function packPart(
  to: usize,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  depth: usize,
  columns: usize,
  width: usize,
): void {
  for (; depth > 0; depth--) {
    for (let j: usize = 0; j < columns; j++) store<f32>(to + j * 4, load<f32>(from + j * columnStep));
    for (let j = columns; j < width; j++) store<f32>(to + j * 4, 0);
    to += width * 4;
    from += rowStep;
  }
}
