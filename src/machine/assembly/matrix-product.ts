/**
 * The product of matrices, each of a batch.
 */
import {operand} from './operand';
import {multiplyMatrices} from './product/blocks';
import {isSmall, multiplySmall} from './product/small';
import {combineRows, multiplyRowsByVector} from './product/vectors';

export function matrixProduct(words: usize): usize {
  const start: usize = operand(words, 0);
  let a: usize = operand(words, 1);
  let b: usize = operand(words, 2);
  const batch: usize = operand(words, 3);
  const m: usize = operand(words, 4);
  const k: usize = operand(words, 5);
  const n: usize = operand(words, 6);
  const transposeA = operand(words, 9) !== 0;
  const transposeB = operand(words, 10) !== 0;
  let out = start;
  for (let index: usize = 0; index < batch; index++) {
    multiply(out, a, b, m, k, n, transposeA, transposeB);
    out += m * n * 4;
    a += operand(words, 7);
    b += operand(words, 8);
  }
  if (out - start === 4) v128.store(start, v128.load32_splat(start));
  return words + 44;
}

function multiply(
  out: usize,
  a: usize,
  b: usize,
  m: usize,
  k: usize,
  n: usize,
  transposeA: bool,
  transposeB: bool,
): void {
  if (isSmall(m, k, n)) multiplySmall(out, a, b, m, k, n, transposeA, transposeB);
  else if (n === 1) {
    if (transposeA && m > 1) combineRows(out, b, a, k, m);
    else multiplyRowsByVector(out, a, b, m, k);
  } else if (m === 1) {
    if (transposeB) multiplyRowsByVector(out, b, a, n, k);
    else combineRows(out, a, b, k, n);
  } else multiplyMatrices(out, a, b, m, k, n, transposeA, transposeB);
}
