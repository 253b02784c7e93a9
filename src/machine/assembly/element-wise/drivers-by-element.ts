/**
 * What runs a kernel over a block one element at a time; `X` is the type of what it takes, `R` of what is stored. See
 * drivers.ts. A single result goes to all four lanes; nothing is written to the padding of others.
 */
import {addressOf, stepOf} from '../reference';

export function unaryByElement<K, X, R>(out: usize, end: usize, a: usize, aStep: usize): void {
  if (isSingle(out, end)) return storeSingle<R>(out, <R>changetype<K>(0).of(load<X>(a)));
  const step = aStep >> 2;
  for (; out < end; out += 4) {
    store<R>(out, <R>changetype<K>(0).of(load<X>(a)));
    a += step;
  }
}

export function binaryByElement<K, X, R>(
  out: usize,
  end: usize,
  a: usize,
  aStep: usize,
  words: usize,
  first: usize,
): usize {
  const reference = load<u32>(words);
  let b = addressOf(reference, first);
  if (isSingle(out, end)) {
    storeSingle<R>(out, <R>changetype<K>(0).of(load<X>(a), load<X>(b)));
    return words + 4;
  }
  const step = aStep >> 2;
  const bStep = stepOf(reference) >> 2;
  for (; out < end; out += 4) {
    store<R>(out, <R>changetype<K>(0).of(load<X>(a), load<X>(b)));
    a += step;
    b += bStep;
  }
  return words + 4;
}

function isSingle(out: usize, end: usize): bool {
  return end <= out + 4;
}

function storeSingle<R>(out: usize, value: R): void {
  store<R>(out, value);
  v128.store(out, v128.load32_splat(out));
}
