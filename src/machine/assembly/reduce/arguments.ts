/**
 * ArgMax and ArgMin: the first of equals; NaN is passed over unless it comes first.
 */
import {findBestOfRow} from './row';

export function reduceToArguments<Order>(
  out: usize,
  a: usize,
  outer: usize,
  length: usize,
  inner: usize,
): void {
  const step = inner * 4;
  for (; outer > 0; outer--) {
    if (inner === 1 && length > 0) store<usize>(out, argumentOfRow<Order>(a, length));
    else argumentsOfColumns<Order>(out, a, length, inner);
    out += step;
    a += length * step;
  }
}

function argumentOfRow<Order>(a: usize, length: usize): usize {
  return (findBestOfRow<Order>(a, length) - a) >> 2;
}

function argumentsOfColumns<Order>(out: usize, a: usize, length: usize, inner: usize): void {
  const step = inner * 4;
  let i: usize = 0;
  for (; i + 4 <= inner; i += 4) v128.store(out + i * 4, fourColumns<Order>(a + i * 4, length, step));
  for (; i < inner; i++) v128.store32_lane(out + i * 4, oneColumn<Order>(a + i * 4, length, step), 0);
}

function fourColumns<Order>(a: usize, length: usize, step: usize): v128 {
  let index = i32x4.splat(0);
  if (length === 0) return index;
  let best = v128.load(a);
  for (let l: usize = 1; l < length; l++) {
    a += step;
    const x = v128.load(a);
    const isBetter = changetype<Order>(0).isBetter(x, best);
    best = v128.bitselect(x, best, isBetter);
    index = v128.bitselect(i32x4.splat(<i32>l), index, isBetter);
  }
  return index;
}

/** Of a single column, in all lanes. */
function oneColumn<Order>(a: usize, length: usize, step: usize): v128 {
  let index = i32x4.splat(0);
  if (length === 0) return index;
  let best = v128.load32_splat(a);
  for (let l: usize = 1; l < length; l++) {
    a += step;
    const x = v128.load32_splat(a);
    const isBetter = changetype<Order>(0).isBetter(x, best);
    best = v128.bitselect(x, best, isBetter);
    index = v128.bitselect(i32x4.splat(<i32>l), index, isBetter);
  }
  return index;
}
