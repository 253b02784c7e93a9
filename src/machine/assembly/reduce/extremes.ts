/**
 * Max and Min: NaN where there is one; of 0 and -0 the first.
 */
import {bestOfRow, findBestOfRow, hasNan} from './row';

export function reduceToExtremes<Order>(
  out: usize,
  a: usize,
  outer: usize,
  length: usize,
  inner: usize,
): void {
  for (; outer > 0; outer--) {
    if (inner === 1 && length > 0) v128.store32_lane(out, extremeOfRow<Order>(a, length), 0);
    else extremesOfColumns<Order>(out, a, length, inner);
    out += inner * 4;
    a += length * inner * 4;
  }
}

function extremeOfRow<Order>(a: usize, length: usize): v128 {
  if (hasNan(a, length)) return f32x4.splat(NaN);
  const best = bestOfRow<Order>(a, length);
  if (!v128.all_true<i32>(f32x4.eq(best, i32x4.splat(0)))) return best;
  // Lanes lose the order, which shows in the sign of 0.
  return v128.load32_splat(findBestOfRow<Order>(a, length));
}

function extremesOfColumns<Order>(out: usize, a: usize, length: usize, inner: usize): void {
  const step = inner * 4;
  let i: usize = 0;
  for (; i + 16 <= inner; i += 16) sixteenColumns<Order>(out + i * 4, a + i * 4, length, step);
  for (; i + 4 <= inner; i += 4) v128.store(out + i * 4, fourColumns<Order>(a + i * 4, length, step));
  for (; i < inner; i++) v128.store32_lane(out + i * 4, oneColumn<Order>(a + i * 4, length, step), 0);
}

function sixteenColumns<Order>(out: usize, a: usize, length: usize, step: usize): void {
  if (length === 0) return fillNothing(out);
  let best0 = v128.load(a);
  let best1 = v128.load(a, 16);
  let best2 = v128.load(a, 32);
  let best3 = v128.load(a, 48);
  let nan0 = i32x4.splat(0);
  let nan1 = i32x4.splat(0);
  let nan2 = i32x4.splat(0);
  let nan3 = i32x4.splat(0);
  for (; length > 0; length--) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    const x2 = v128.load(a, 32);
    const x3 = v128.load(a, 48);
    best0 = changetype<Order>(0).best(best0, x0);
    best1 = changetype<Order>(0).best(best1, x1);
    best2 = changetype<Order>(0).best(best2, x2);
    best3 = changetype<Order>(0).best(best3, x3);
    nan0 = v128.or(nan0, f32x4.ne(x0, x0));
    nan1 = v128.or(nan1, f32x4.ne(x1, x1));
    nan2 = v128.or(nan2, f32x4.ne(x2, x2));
    nan3 = v128.or(nan3, f32x4.ne(x3, x3));
    a += step;
  }
  // All bits of the mask set are a NaN.
  v128.store(out, v128.or(best0, nan0));
  v128.store(out, v128.or(best1, nan1), 16);
  v128.store(out, v128.or(best2, nan2), 32);
  v128.store(out, v128.or(best3, nan3), 48);
}

function fillNothing(out: usize): void {
  const nothing = f32x4.splat(NaN);
  v128.store(out, nothing);
  v128.store(out, nothing, 16);
  v128.store(out, nothing, 32);
  v128.store(out, nothing, 48);
}

function fourColumns<Order>(a: usize, length: usize, step: usize): v128 {
  if (length === 0) return f32x4.splat(NaN);
  let best = v128.load(a);
  let nan = i32x4.splat(0);
  for (; length > 0; length--) {
    const x = v128.load(a);
    best = changetype<Order>(0).best(best, x);
    nan = v128.or(nan, f32x4.ne(x, x));
    a += step;
  }
  return v128.or(best, nan);
}

/** Of a single column, in all lanes. */
function oneColumn<Order>(a: usize, length: usize, step: usize): v128 {
  if (length === 0) return f32x4.splat(NaN);
  let best = v128.load32_splat(a);
  let nan = i32x4.splat(0);
  for (; length > 0; length--) {
    const x = v128.load32_splat(a);
    best = changetype<Order>(0).best(best, x);
    nan = v128.or(nan, f32x4.ne(x, x));
    a += step;
  }
  return v128.or(best, nan);
}
