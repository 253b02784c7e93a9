/**
 * Sums and products, in float64 as tfjs computes them. Products, and sums of columns, keep the order of the elements.
 */

import {Sum} from './elements';

export function reduceToSums<Element>(out: usize, a: usize, outer: usize, length: usize, inner: usize): void {
  if (inner > 1) return accumulate<Element, Sum>(out, a, outer, length, inner);
  for (; outer > 0; outer--) {
    changetype<Element>(0).store(out, sumOfRow<Element>(a, length));
    out += 4;
    a += length * 4;
  }
}

/** The sum of contiguous elements. */
export function sumOfRow<Element>(a: usize, length: usize): f64 {
  let sum: f64 = 0;
  if (length >= 8) {
    sum = sumOfEights<Element>(a, length >> 3);
    a += (length & ~7) << 2;
    length &= 7;
  }
  for (; length > 0; length--) {
    sum += changetype<Element>(0).one(a);
    a += 4;
  }
  return sum;
}

function sumOfEights<Element>(a: usize, count: usize): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let sum2 = f64x2.splat(0);
  let sum3 = f64x2.splat(0);
  for (; count > 0; count--) {
    sum0 = f64x2.add(sum0, changetype<Element>(0).pair(a));
    sum1 = f64x2.add(sum1, changetype<Element>(0).pair(a + 8));
    sum2 = f64x2.add(sum2, changetype<Element>(0).pair(a + 16));
    sum3 = f64x2.add(sum3, changetype<Element>(0).pair(a + 24));
    a += 32;
  }
  sum0 = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  return f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1);
}

/** Element after element; of many columns, several side by side. */
export function accumulate<Element, Operation>(
  out: usize,
  a: usize,
  outer: usize,
  length: usize,
  inner: usize,
): void {
  const step = inner * 4;
  for (; outer > 0; outer--) {
    let i: usize = 0;
    for (; i + 16 <= inner; i += 16) sixteenColumns<Element, Operation>(out + i * 4, a + i * 4, length, step);
    for (; i + 4 <= inner; i += 4) fourColumns<Element, Operation>(out + i * 4, a + i * 4, length, step);
    for (; i < inner; i++) oneColumn<Element, Operation>(out + i * 4, a + i * 4, length, step);
    out += step;
    a += length * step;
  }
}

function oneColumn<Element, Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let result = changetype<Operation>(0).start();
  for (; length > 0; length--) {
    result = changetype<Operation>(0).of(result, changetype<Element>(0).one(a));
    a += step;
  }
  changetype<Element>(0).store(out, result);
}

function fourColumns<Element, Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let pair0 = f64x2.splat(changetype<Operation>(0).start());
  let pair1 = pair0;
  for (; length > 0; length--) {
    pair0 = changetype<Operation>(0).ofPairs(pair0, changetype<Element>(0).pair(a));
    pair1 = changetype<Operation>(0).ofPairs(pair1, changetype<Element>(0).pair(a + 8));
    a += step;
  }
  storePair<Element>(out, pair0);
  storePair<Element>(out + 8, pair1);
}

function sixteenColumns<Element, Operation>(out: usize, a: usize, length: usize, step: usize): void {
  let pair0 = f64x2.splat(changetype<Operation>(0).start());
  let pair1 = pair0;
  let pair2 = pair0;
  let pair3 = pair0;
  let pair4 = pair0;
  let pair5 = pair0;
  let pair6 = pair0;
  let pair7 = pair0;
  for (; length > 0; length--) {
    pair0 = changetype<Operation>(0).ofPairs(pair0, changetype<Element>(0).pair(a));
    pair1 = changetype<Operation>(0).ofPairs(pair1, changetype<Element>(0).pair(a + 8));
    pair2 = changetype<Operation>(0).ofPairs(pair2, changetype<Element>(0).pair(a + 16));
    pair3 = changetype<Operation>(0).ofPairs(pair3, changetype<Element>(0).pair(a + 24));
    pair4 = changetype<Operation>(0).ofPairs(pair4, changetype<Element>(0).pair(a + 32));
    pair5 = changetype<Operation>(0).ofPairs(pair5, changetype<Element>(0).pair(a + 40));
    pair6 = changetype<Operation>(0).ofPairs(pair6, changetype<Element>(0).pair(a + 48));
    pair7 = changetype<Operation>(0).ofPairs(pair7, changetype<Element>(0).pair(a + 56));
    a += step;
  }
  storePair<Element>(out, pair0);
  storePair<Element>(out + 8, pair1);
  storePair<Element>(out + 16, pair2);
  storePair<Element>(out + 24, pair3);
  storePair<Element>(out + 32, pair4);
  storePair<Element>(out + 40, pair5);
  storePair<Element>(out + 48, pair6);
  storePair<Element>(out + 56, pair7);
}

function storePair<Element>(out: usize, pair: v128): void {
  changetype<Element>(0).store(out, f64x2.extract_lane(pair, 0));
  changetype<Element>(0).store(out + 4, f64x2.extract_lane(pair, 1));
}
