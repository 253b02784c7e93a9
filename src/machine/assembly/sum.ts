/**
 * Running sums: two float64 lanes in 16 bytes, added up when the sum is stored.
 */
import {addressOf, isElement} from './reference';

export function startSum(words: usize): usize {
  v128.store(load<u32>(words), i64x2.splat(0));
  return words + 4;
}

export function storeSum(words: usize): usize {
  const sum = v128.load(load<u32>(words, 4));
  const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  v128.store(load<u32>(words), f32x4.splat(<f32>total));
  return words + 8;
}

/** Adds the `count` elements of a block, and none of the padding, to the sum that `words` name. */
export function sumInto(words: usize, first: usize, count: usize): void {
  const sum: usize = load<u32>(words);
  const reference = load<u32>(words, 4);
  const x = addressOf(reference, first);
  const more = isElement(reference) ? multiple(x, count) : sumOf(x, count);
  v128.store(sum, f64x2.add(v128.load(sum), more));
}

function multiple(x: usize, count: usize): v128 {
  return f64x2.replace_lane(f64x2.splat(0), 0, <f64>load<f32>(x) * <f64>count);
}

function sumOf(x: usize, count: usize): v128 {
  const vectorsEnd = x + ((count & ~3) << 2);
  const end = x + (count << 2);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  for (; x < vectorsEnd; x += 16) {
    const lanes = v128.load(x);
    even = f64x2.add(even, f64x2.promote_low_f32x4(lanes));
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.shuffle<i32>(lanes, lanes, 2, 3, 2, 3)));
  }
  let rest: f64 = 0;
  for (; x < end; x += 4) rest += <f64>load<f32>(x);
  return f64x2.add(f64x2.replace_lane(f64x2.splat(0), 0, rest), f64x2.add(even, odd));
}
