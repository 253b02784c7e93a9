/**
 * Copies of strided arrays, and fills.
 */
import {aStrideOf, lengthOf, outStrideOf, readAxes} from './copy/axes';
import {addPlane, copyPlane} from './copy/planes';
import {fillRun} from './copy/run';
import {operand} from './operand';

export function copy(words: usize): usize {
  return strided(words, false);
}

export function addCopy(words: usize): usize {
  return strided(words, true);
}

export function fill(words: usize): usize {
  const count: usize = operand(words, 1);
  fillRun(operand(words, 0), operand(words, 2), count === 1 ? 4 : count);
  return words + 12;
}

function strided(words: usize, adds: bool): usize {
  const out: usize = operand(words, 0);
  const rank = operand(words, 2);
  const tail = words + 12;
  const axes = readAxes(tail, rank);
  copyAxes(out, operand(words, 1), axes, adds);
  if (isSingle(tail, rank)) v128.store(out, v128.load32_splat(out));
  return tail + 12 * rank;
}

/** Copies along so many of the axes, the innermost. */
function copyAxes(out: usize, a: usize, axes: usize, adds: bool): void {
  if (axes === 2) {
    if (adds) addPlane(out, a);
    else copyPlane(out, a);
    return;
  }
  const axis = axes - 1;
  for (let i = lengthOf(axis); i > 0; i--) {
    copyAxes(out, a, axis, adds);
    out += outStrideOf(axis);
    a += aStrideOf(axis);
  }
}

/** Where `out` does not move, it is a single element. */
function isSingle(tail: usize, rank: i32): bool {
  for (let axis = 0; axis < rank; axis++) {
    if (operand(tail, axis) === 0 || operand(tail, rank + axis) !== 0) return false;
  }
  return true;
}
