/**
 * The innermost loops of matrix products: a tile of the result, summed up in registers.
 */

/**
 * Stores the products of four rows and eight columns. Rows begin at `a0` to `a3` and move by `aStep`; the columns stand side
 * by side at `b`, which moves by `bStep`. Rows of the result are `outStep` apart.
 */
export function multiplyTile8(
  out: usize,
  outStep: usize,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  depth: usize,
): void {
  let low0 = f32x4.splat(0);
  let low1 = f32x4.splat(0);
  let low2 = f32x4.splat(0);
  let low3 = f32x4.splat(0);
  let high0 = f32x4.splat(0);
  let high1 = f32x4.splat(0);
  let high2 = f32x4.splat(0);
  let high3 = f32x4.splat(0);
  for (; depth > 0; depth--) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    let a = v128.load32_splat(a0);
    low0 = f32x4.add(low0, f32x4.mul(a, low));
    high0 = f32x4.add(high0, f32x4.mul(a, high));
    a = v128.load32_splat(a1);
    low1 = f32x4.add(low1, f32x4.mul(a, low));
    high1 = f32x4.add(high1, f32x4.mul(a, high));
    a = v128.load32_splat(a2);
    low2 = f32x4.add(low2, f32x4.mul(a, low));
    high2 = f32x4.add(high2, f32x4.mul(a, high));
    a = v128.load32_splat(a3);
    low3 = f32x4.add(low3, f32x4.mul(a, low));
    high3 = f32x4.add(high3, f32x4.mul(a, high));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bStep;
  }
  v128.store(out, low0);
  v128.store(out, high0, 16);
  out += outStep;
  v128.store(out, low1);
  v128.store(out, high1, 16);
  out += outStep;
  v128.store(out, low2);
  v128.store(out, high2, 16);
  out += outStep;
  v128.store(out, low3);
  v128.store(out, high3, 16);
}

/** As multiplyTile8, with four columns. */
export function multiplyTile4(
  out: usize,
  outStep: usize,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  depth: usize,
): void {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (; depth > 0; depth--) {
    const columns = v128.load(b);
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load32_splat(a0), columns));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load32_splat(a1), columns));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load32_splat(a2), columns));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load32_splat(a3), columns));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    b += bStep;
  }
  v128.store(out, sum0);
  v128.store(out + outStep, sum1);
  v128.store(out + 2 * outStep, sum2);
  v128.store(out + 3 * outStep, sum3);
}
