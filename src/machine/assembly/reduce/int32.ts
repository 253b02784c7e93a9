/**
 * Reductions of int32: rare, so that they have one small loop, in float64 as in tfjs.
 */
import {Reduction} from '../../opcodes';
import {toInt32} from '../to-int32';

export function reduceInts(
  reduction: i32,
  out: usize,
  a: usize,
  outer: usize,
  length: usize,
  inner: usize,
): void {
  const step = inner * 4;
  for (; outer > 0; outer--) {
    for (let i: usize = 0; i < step; i += 4)
      store<i32>(out + i, reduceColumn(reduction, a + i, length, step));
    out += step;
    a += length * step;
  }
}

/** 0 of no elements, but for the product. */
function reduceColumn(reduction: i32, a: usize, length: usize, step: usize): i32 {
  const isSum = reduction === Reduction.IntSum;
  const isProduct = reduction === Reduction.IntProd;
  const isArgument = reduction >= Reduction.IntArgMax;
  // The least is the greatest of the negated.
  const sign: f64 = reduction === Reduction.IntMin || reduction === Reduction.IntArgMin ? -1 : 1;
  let result: f64 = isSum || isProduct ? (isSum ? 0 : 1) : length > 0 ? -Infinity : 0;
  let best: i32 = 0;
  for (let l: usize = 0; l < length; l++) {
    const x = sign * <f64>load<i32>(a + l * step);
    if (isSum) result += x;
    else if (isProduct) result *= x;
    else if (x > result) {
      result = x;
      best = <i32>l;
    }
  }
  return isArgument ? best : toInt32(sign * result);
}
