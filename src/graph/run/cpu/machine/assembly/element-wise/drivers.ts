/**
 * What runs a kernel over a block of `count` elements that begins `first` bytes into arrays. A kernel is a class with a
 * method `of` and no fields: it needs no object, and its method is compiled into the driver. Drivers read the operands
 * that follow an opcode, and return the address after them.
 */
import {addressOf, isElement, stepOf} from '../reference';

/** Of vectors of four lanes; the last may lie in part in the padding. */
export function unary<K>(words: usize, first: usize, count: usize): usize {
  const outReference = load<u32>(words);
  const xReference = load<u32>(words, 4);
  let out = addressOf(outReference, first);
  let x = addressOf(xReference, first);
  const end = endOf(outReference, out, count);
  const xStep = stepOf(xReference);
  do {
    v128.store(out, changetype<K>(0).of(v128.load(x)));
    x += xStep;
    out += 16;
  } while (out < end);
  return words + 8;
}

export function binary<K>(words: usize, first: usize, count: usize): usize {
  const outReference = load<u32>(words);
  const aReference = load<u32>(words, 4);
  const bReference = load<u32>(words, 8);
  let out = addressOf(outReference, first);
  let a = addressOf(aReference, first);
  let b = addressOf(bReference, first);
  const end = endOf(outReference, out, count);
  const aStep = stepOf(aReference);
  const bStep = stepOf(bReference);
  do {
    v128.store(out, changetype<K>(0).of(v128.load(a), v128.load(b)));
    a += aStep;
    b += bStep;
    out += 16;
  } while (out < end);
  return words + 12;
}

export function ternary<K>(words: usize, first: usize, count: usize): usize {
  const outReference = load<u32>(words);
  const aReference = load<u32>(words, 4);
  const bReference = load<u32>(words, 8);
  const cReference = load<u32>(words, 12);
  let out = addressOf(outReference, first);
  let a = addressOf(aReference, first);
  let b = addressOf(bReference, first);
  let c = addressOf(cReference, first);
  const end = endOf(outReference, out, count);
  const aStep = stepOf(aReference);
  const bStep = stepOf(bReference);
  const cStep = stepOf(cReference);
  do {
    v128.store(out, changetype<K>(0).of(v128.load(a), v128.load(b), v128.load(c)));
    a += aStep;
    b += bStep;
    c += cStep;
    out += 16;
  } while (out < end);
  return words + 16;
}

/** Where writing ends, but for the rest of the last vector. */
function endOf(outReference: u32, out: usize, count: usize): usize {
  return isElement(outReference) ? out : out + (count << 2);
}
