/**
 * What runs a kernel over a block one element at a time; `X` is the type of what it takes, `R` of what is stored. See
 * drivers.ts. A single result goes to all four lanes; nothing is written to the padding of others.
 */
import {addressOf, isElement} from '../reference';

export function unaryByElement<K, X, R>(words: usize, first: usize, count: usize): usize {
  const outReference = load<u32>(words);
  const xReference = load<u32>(words, 4);
  let out = addressOf(outReference, first);
  let x = addressOf(xReference, first);
  if (count === 1 || isElement(outReference)) {
    storeSingle<R>(out, <R>changetype<K>(0).of(load<X>(x)));
    return words + 8;
  }
  const end = out + (count << 2);
  const xStep = elementStepOf(xReference);
  for (; out < end; out += 4) {
    store<R>(out, <R>changetype<K>(0).of(load<X>(x)));
    x += xStep;
  }
  return words + 8;
}

export function binaryByElement<K, X, R>(words: usize, first: usize, count: usize): usize {
  const outReference = load<u32>(words);
  const aReference = load<u32>(words, 4);
  const bReference = load<u32>(words, 8);
  let out = addressOf(outReference, first);
  let a = addressOf(aReference, first);
  let b = addressOf(bReference, first);
  if (count === 1 || isElement(outReference)) {
    storeSingle<R>(out, <R>changetype<K>(0).of(load<X>(a), load<X>(b)));
    return words + 12;
  }
  const end = out + (count << 2);
  const aStep = elementStepOf(aReference);
  const bStep = elementStepOf(bReference);
  for (; out < end; out += 4) {
    store<R>(out, <R>changetype<K>(0).of(load<X>(a), load<X>(b)));
    a += aStep;
    b += bStep;
  }
  return words + 12;
}

function storeSingle<R>(out: usize, value: R): void {
  store<R>(out, value);
  v128.store(out, v128.load32_splat(out));
}

function elementStepOf(reference: u32): usize {
  return isElement(reference) ? 0 : 4;
}
