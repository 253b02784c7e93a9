import {operand} from './operand';

export function copy(words: usize): usize {
  return strided(words, false);
}

export function addCopy(words: usize): usize {
  return strided(words, true);
}

/** Writes `count` elements; a single one to all four lanes. */
export function fill(words: usize): usize {
  const out = <usize>operand(words, 0);
  const count = operand(words, 1);
  const bits = operand(words, 2);
  if (count == 1) v128.store(out, i32x4.splat(bits));
  else for (let i = 0; i < count; i++) store<i32>(out + 4 * i, bits);
  return words + 12;
}

function strided(words: usize, adds: bool): usize {
  const out = <usize>operand(words, 0);
  const rank = operand(words, 2);
  const tail = words + 12;
  nested(out, <usize>operand(words, 1), tail, rank, 0, adds);
  let isSingle = true;
  for (let axis = 0; axis < rank; axis++) {
    if (operand(tail, axis) == 0) return tail + 12 * rank;
    if (operand(tail, rank + axis) != 0) isSingle = false;
  }
  if (isSingle) v128.store(out, v128.load32_splat(out));
  return tail + 12 * rank;
}

function nested(out: usize, a: usize, tail: usize, rank: i32, axis: i32, adds: bool): void {
  if (axis == rank) {
    if (adds) store<f32>(out, load<f32>(out) + load<f32>(a));
    else store<i32>(out, load<i32>(a));
    return;
  }
  for (let i = 0; i < operand(tail, axis); i++) {
    const toNext = i * operand(tail, rank + axis);
    nested(out + toNext, a + i * operand(tail, 2 * rank + axis), tail, rank, axis + 1, adds);
  }
}
