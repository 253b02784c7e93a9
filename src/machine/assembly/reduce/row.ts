/**
 * Searches in a row of contiguous elements.
 */

/** The best of a row that is not empty, in all lanes; NaN is passed over unless it comes first. */
export function bestOfRow<Order>(a: usize, length: usize): v128 {
  let best0 = v128.load32_splat(a);
  let best1 = best0;
  let best2 = best0;
  let best3 = best0;
  for (; length >= 16; length -= 16) {
    best0 = changetype<Order>(0).best(best0, v128.load(a));
    best1 = changetype<Order>(0).best(best1, v128.load(a, 16));
    best2 = changetype<Order>(0).best(best2, v128.load(a, 32));
    best3 = changetype<Order>(0).best(best3, v128.load(a, 48));
    a += 64;
  }
  best0 = changetype<Order>(0).best(best0, best1);
  best0 = changetype<Order>(0).best(best0, changetype<Order>(0).best(best2, best3));
  for (; length >= 4; length -= 4) {
    best0 = changetype<Order>(0).best(best0, v128.load(a));
    a += 16;
  }
  for (; length > 0; length--) {
    best0 = changetype<Order>(0).best(best0, v128.load32_splat(a));
    a += 4;
  }
  best0 = changetype<Order>(0).best(best0, v128.shuffle<i32>(best0, best0, 2, 3, 0, 1));
  return changetype<Order>(0).best(best0, v128.shuffle<i32>(best0, best0, 1, 0, 3, 2));
}

/** The address of the first element that equals the best of a row; the row's start where NaN comes first. */
export function findBestOfRow<Order>(a: usize, length: usize): usize {
  const start = a;
  const wanted = bestOfRow<Order>(a, length);
  for (; length >= 4; length -= 4) {
    const isSame = f32x4.eq(v128.load(a), wanted);
    if (v128.any_true(isSame)) return a + (ctz(i32x4.bitmask(isSame)) << 2);
    a += 16;
  }
  for (; length > 0; length--) {
    if (v128.any_true(f32x4.eq(v128.load32_splat(a), wanted))) return a;
    a += 4;
  }
  return start;
}

export function hasNan(a: usize, length: usize): bool {
  let found = i32x4.splat(0);
  for (; length >= 4; length -= 4) {
    const x = v128.load(a);
    found = v128.or(found, f32x4.ne(x, x));
    a += 16;
  }
  for (; length > 0; length--) {
    const x = v128.load32_splat(a);
    found = v128.or(found, f32x4.ne(x, x));
    a += 4;
  }
  return v128.any_true(found);
}
