/**
 * The axes of a copy, made few: those of length 1 are dropped, and neighbours that are one run in both arrays are merged. They
 * stand in scratch memory, the innermost first, in four words each: length, stride of `out`, stride of `a`, nothing.
 */
import {operand} from '../operand';
import {scratch} from '../scratch';

const AXIS_BYTES: usize = 16;

export function lengthOf(axis: usize): usize {
  return load<u32>(scratch() + axis * AXIS_BYTES);
}

export function outStrideOf(axis: usize): usize {
  return load<u32>(scratch() + axis * AXIS_BYTES, 4);
}

export function aStrideOf(axis: usize): usize {
  return load<u32>(scratch() + axis * AXIS_BYTES, 8);
}

/** Reads the axes of an instruction of `rank` axes, and returns how many there are left: two at least. */
export function readAxes(tail: usize, rank: i32): usize {
  let count: usize = 0;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const length = operand(tail, axis);
    const outStride = operand(tail, rank + axis);
    const aStride = operand(tail, 2 * rank + axis);
    if (length !== 1 && !merge(count, length, outStride, aStride)) write(count++, length, outStride, aStride);
  }
  while (count < 2) write(count++, 1, 0, 0);
  bringReadRunNear(count);
  return count;
}

/** Makes the axis part of the last one, where it only goes on where that ends. */
function merge(count: usize, length: i32, outStride: i32, aStride: i32): bool {
  if (count === 0) return false;
  const last = count - 1;
  const lastLength = lengthOf(last);
  if (<usize>outStride !== lastLength * outStrideOf(last)) return false;
  if (<usize>aStride !== lastLength * aStrideOf(last)) return false;
  store<u32>(scratch() + last * AXIS_BYTES, lastLength * length);
  return true;
}

function write(axis: usize, length: i32, outStride: i32, aStride: i32): void {
  const at = scratch() + axis * AXIS_BYTES;
  store<i32>(at, length);
  store<i32>(at, outStride, 4);
  store<i32>(at, aStride, 8);
}

/** Puts the axis along which `a` is contiguous second, if it is not the first: the first two are done together. */
function bringReadRunNear(count: usize): void {
  if (aStrideOf(0) === 4) return;
  for (let axis: usize = 2; axis < count; axis++) {
    if (aStrideOf(axis) !== 4) continue;
    const one = scratch() + AXIS_BYTES;
    const other = scratch() + axis * AXIS_BYTES;
    const kept = v128.load(one);
    v128.store(one, v128.load(other));
    v128.store(other, kept);
    return;
  }
}
