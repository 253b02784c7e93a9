/**
 * Products of a matrix and a vector: dot products of rows, or a combination of rows.
 */
import {DEPTH, depthBlocks, tile, wideSums} from './sizes';
import {addTile, storeSums} from './wide';

/** `out[i]` becomes the dot product of row `i` and the vector; both are contiguous. */
export function multiplyRowsByVector(
  out: usize,
  matrix: usize,
  vector: usize,
  rows: usize,
  length: usize,
): void {
  const step = length * 4;
  let i: usize = 0;
  for (; i + 4 <= rows; i += 4) {
    fourDots(out + i * 4, matrix + i * step, step, vector, length);
  }
  for (; i < rows; i++) store<f32>(out + i * 4, <f32>dot(matrix + i * step, vector, length));
}

/** The dot product in float64, of blocks in float32. */
function dot(a: usize, b: usize, length: usize): f64 {
  let sum: f64 = 0;
  while (length >= 16) {
    const vectors = min(length, 4 * DEPTH) / 16;
    sum += dotOfBlock(a, b, vectors);
    a += vectors * 64;
    b += vectors * 64;
    length -= vectors * 16;
  }
  return sum + dotOfRest(a, b, length);
}

/** Of so many times sixteen elements. */
function dotOfBlock(a: usize, b: usize, count: usize): f64 {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (; count > 0; count--) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a), v128.load(b)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  return sumOfLanes(sum0) + sumOfLanes(sum1) + (sumOfLanes(sum2) + sumOfLanes(sum3));
}

function dotOfRest(a: usize, b: usize, length: usize): f64 {
  let sum: f64 = 0;
  for (; length > 0; length--) {
    sum += <f64>load<f32>(a) * <f64>load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

function sumOfLanes(x: v128): f64 {
  const high = v128.shuffle<i64>(x, x, 1, 1);
  const pair = f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(high));
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Four rows at once read the vector once. */
function fourDots(out: usize, a: usize, step: usize, vector: usize, length: usize): void {
  let total0: f64 = 0;
  let total1: f64 = 0;
  let total2: f64 = 0;
  let total3: f64 = 0;
  while (length >= 4) {
    const count = min(length, DEPTH) / 4;
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let l = count; l > 0; l--) {
      const b = v128.load(vector);
      sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a), b));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a + step), b));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a + 2 * step), b));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a + 3 * step), b));
      a += 16;
      vector += 16;
    }
    total0 += sumOfLanes(sum0);
    total1 += sumOfLanes(sum1);
    total2 += sumOfLanes(sum2);
    total3 += sumOfLanes(sum3);
    length -= count * 4;
  }
  store<f32>(out, <f32>(total0 + dotOfRest(a, vector, length)));
  store<f32>(out, <f32>(total1 + dotOfRest(a + step, vector, length)), 4);
  store<f32>(out, <f32>(total2 + dotOfRest(a + 2 * step, vector, length)), 8);
  store<f32>(out, <f32>(total3 + dotOfRest(a + 3 * step, vector, length)), 12);
}

/** `out` (`[columns]`) becomes the sum of the matrix's rows, each times its element of the vector. */
export function combineRows(out: usize, vector: usize, matrix: usize, rows: usize, columns: usize): void {
  const step = columns * 4;
  let j: usize = 0;
  for (; j + 32 <= columns; j += 32) combine(out + j * 4, vector, matrix + j * 4, step, rows, 32);
  for (; j + 4 <= columns; j += 4) combine(out + j * 4, vector, matrix + j * 4, step, rows, 4);
  for (; j < columns; j++) {
    let sum: f64 = 0;
    for (let l: usize = 0; l < rows; l++) {
      sum += <f64>load<f32>(vector + l * 4) * <f64>load<f32>(matrix + l * step + j * 4);
    }
    store<f32>(out + j * 4, <f32>sum);
  }
}

/** Of 32 or 4 columns, in blocks of rows. */
function combine(out: usize, vector: usize, matrix: usize, step: usize, rows: usize, columns: usize): void {
  const isLong = depthBlocks(rows) > 1;
  const target = isLong ? tile() : out;
  for (let from: usize = 0; from === 0 || from < rows; from += DEPTH) {
    const inBlock = min(DEPTH, rows - from);
    const a = vector + from * 4;
    const b = matrix + from * step;
    if (columns === 32) combine32(target, a, b, step, inBlock);
    else combine4(target, a, b, step, inBlock);
    if (isLong) addTile(wideSums(), 0, target, 0, 1, columns, from === 0);
  }
  if (isLong) storeSums(out, 0, wideSums(), 0, 1, columns);
}

function combine4(out: usize, vector: usize, matrix: usize, step: usize, rows: usize): void {
  let sum = f32x4.splat(0);
  for (; rows > 0; rows--) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(vector), v128.load(matrix)));
    vector += 4;
    matrix += step;
  }
  v128.store(out, sum);
}

function combine32(out: usize, vector: usize, matrix: usize, step: usize, rows: usize): void {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  let sum4 = f32x4.splat(0);
  let sum5 = f32x4.splat(0);
  let sum6 = f32x4.splat(0);
  let sum7 = f32x4.splat(0);
  for (; rows > 0; rows--) {
    const x = v128.load32_splat(vector);
    sum0 = f32x4.add(sum0, f32x4.mul(x, v128.load(matrix)));
    sum1 = f32x4.add(sum1, f32x4.mul(x, v128.load(matrix, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(x, v128.load(matrix, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(x, v128.load(matrix, 48)));
    sum4 = f32x4.add(sum4, f32x4.mul(x, v128.load(matrix, 64)));
    sum5 = f32x4.add(sum5, f32x4.mul(x, v128.load(matrix, 80)));
    sum6 = f32x4.add(sum6, f32x4.mul(x, v128.load(matrix, 96)));
    sum7 = f32x4.add(sum7, f32x4.mul(x, v128.load(matrix, 112)));
    vector += 4;
    matrix += step;
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
  v128.store(out, sum2, 32);
  v128.store(out, sum3, 48);
  v128.store(out, sum4, 64);
  v128.store(out, sum5, 80);
  v128.store(out, sum6, 96);
  v128.store(out, sum7, 112);
}
