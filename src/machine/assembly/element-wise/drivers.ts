/**
 * What runs a kernel over a block. A kernel is a class with a method `of` and no fields: it needs no object, and its
 * method is compiled into the driver. Results go from `out` to before `end`, in vectors of four lanes, of which the last
 * may lie in part in the padding. The first operand stands at `a`, with so many bytes to the next vector; drivers read
 * the references to further ones at `words`, and return the address after them.
 */
import {addressOf, stepOf} from '../reference';

export function unary<K>(out: usize, end: usize, a: usize, aStep: usize): void {
  do {
    v128.store(out, changetype<K>(0).of(v128.load(a)));
    a += aStep;
    out += 16;
  } while (out < end);
}

export function binary<K>(out: usize, end: usize, a: usize, aStep: usize, words: usize, first: usize): usize {
  const reference = load<u32>(words);
  let b = addressOf(reference, first);
  const bStep = stepOf(reference);
  do {
    v128.store(out, changetype<K>(0).of(v128.load(a), v128.load(b)));
    a += aStep;
    b += bStep;
    out += 16;
  } while (out < end);
  return words + 4;
}

export function ternary<K>(
  out: usize,
  end: usize,
  a: usize,
  aStep: usize,
  words: usize,
  first: usize,
): usize {
  const bReference = load<u32>(words);
  const cReference = load<u32>(words, 4);
  let b = addressOf(bReference, first);
  let c = addressOf(cReference, first);
  const bStep = stepOf(bReference);
  const cStep = stepOf(cReference);
  do {
    v128.store(out, changetype<K>(0).of(v128.load(a), v128.load(b), v128.load(c)));
    a += aStep;
    b += bStep;
    c += cStep;
    out += 16;
  } while (out < end);
  return words + 8;
}
