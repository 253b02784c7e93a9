/**
 * Sums and products, in float64 as tfjs computes them. Products, and sums of columns, keep the order of the elements.
 */

import {Sum} from './operations';

export function reduceToSums(out: usize, a: usize, outer: usize, length: usize, inner: usize): void {
  if (inner > 1) return accumulate<Sum>(out, a, outer, length, inner);
  for (; outer > 0; outer--) {
    store<f32>(out, <f32>sumOfRow(a, length));
    out += 4;
    a += length * 4;
  }
}

/** The sum of contiguous elements. */
export function sumOfRow(a: usize, length: usize): f64 {
  let sum: f64 = 0;
  if (length >= 8) {
    sum = sumOfEights(a, length >> 3);
    a += (length & ~7) << 2;
    length &= 7;
  }
  for (; length > 0; length--) {
    sum += <f64>load<f32>(a);
    a += 4;
  }
  return sum;
}

function sumOfEights(a: usize, count: usize): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  let sum3 = f64x2.splat(0);
  for (; count > 0; count--) {
    sum0 = f64x2.add(sum0, pairAt(a));
    sum1 = f64x2.add(sum1, pairAt(a + 8));
    sum2 = f64x2.add(sum2, pairAt(a + 16));
    sum3 = f64x2.add(sum3, pairAt(a + 24));
    a += 32;
  }
  sum0 = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  return f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
}

/** Element after element; of many columns, several side by side. */
export function accumulate<Operation>(out: usize, a: usize, outer: usize, length: usize, inner: usize): void {
  const step = inner * 4;
  for (; outer > 0; outer--) {
    let i: usize = 0;
    for (; i + 16 <= inner; i += 16) sixteenColumns<Operation>(out + i * 4, a + i * 4, length, step);
    for (; i + 4 <= inner; i += 4) fourColumns<Operation>(out + i * 4, a + i * 4, length, step);
    for (; i < inner; i++) oneColumn<Operation>(out + i * 4, a + i * 4, length, step);
    out += step;
    a += length * step;
  }
}

function oneColumn<Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let result = changetype<Operation>(0).start();
  for (; length > 0; length--) {
    result = changetype<Operation>(0).of(result, <f64>load<f32>(a));
    a += step;
  }
  store<f32>(out, <f32>result);
}

function fourColumns<Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let pair0 = f64x2.splat(changetype<Operation>(0).start());
  let pair1 = pair0;
  for (; length > 0; length--) {
    pair0 = changetype<Operation>(0).ofPairs(pair0, pairAt(a));
    pair1 = changetype<Operation>(0).ofPairs(pair1, pairAt(a + 8));
    a += step;
  }
  storePair(out, pair0);
  storePair(out + 8, pair1);
}

function sixteenColumns<Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let pair0 = f64x2.splat(changetype<Operation>(0).start());
  let pair1 = pair0;
  let pair2 = pair0;
  let pair3 = pair0;
  let pair4 = pair0;
  let pair5 = pair0;
  let pair6 = pair0;
  let pair7 = pair0;
  for (; length > 0; length--) {
    pair0 = changetype<Operation>(0).ofPairs(pair0, pairAt(a));
    pair1 = changetype<Operation>(0).ofPairs(pair1, pairAt(a + 8));
    pair2 = changetype<Operation>(0).ofPairs(pair2, pairAt(a + 16));
    pair3 = changetype<Operation>(0).ofPairs(pair3, pairAt(a + 24));
    pair4 = changetype<Operation>(0).ofPairs(pair4, pairAt(a + 32));
    pair5 = changetype<Operation>(0).ofPairs(pair5, pairAt(a + 40));
    pair6 = changetype<Operation>(0).ofPairs(pair6, pairAt(a + 48));
    pair7 = changetype<Operation>(0).ofPairs(pair7, pairAt(a + 56));
    a += step;
  }
  storePair(out, pair0);
  storePair(out + 8, pair1);
  storePair(out + 16, pair2);
  storePair(out + 24, pair3);
  storePair(out + 32, pair4);
  storePair(out + 40, pair5);
  storePair(out + 48, pair6);
  storePair(out + 56, pair7);
}

function storePair(out: usize, pair: v128): void {
  store<f32>(out, <f32>f64x2.extract_lane(pair, 0));
  store<f32>(out + 4, <f32>f64x2.extract_lane(pair, 1));
}

/** Two elements as float64. */
function pairAt(a: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(a));
}
