/**
 * Loops: a body of element-wise instructions, run for one block of elements after another, so that what passes between
 * them stays in cache.
 */
import {Opcode} from '../opcodes';
import {Add, Multiply} from './element-wise/arithmetic';
import {binary} from './element-wise/drivers';
import {sumInto} from './sum';

const BLOCK_ELEMENTS: usize = 1024;

export function loop(words: usize): usize {
  const count: usize = load<u32>(words);
  const body = words + 8;
  const end = body + ((<usize>load<u32>(words, 4)) << 2);
  for (let done: usize = 0; done < count; done += BLOCK_ELEMENTS) {
    runBody(body, end, done << 2, min(count - done, BLOCK_ELEMENTS));
  }
  return end;
}

/** Runs the body for `count` elements, which begin `first` bytes into arrays. */
function runBody(words: usize, end: usize, first: usize, count: usize): void {
  while (words < end) {
    const opcode = load<i32>(words);
    words += 4;
    switch (opcode) {
      case Opcode.Add:
        words = binary<Add>(words, first, count);
        break;
      case Opcode.Multiply:
        words = binary<Multiply>(words, first, count);
        break;
      case Opcode.SumInto:
        words = sumInto(words, first, count);
        break;
      default:
        unreachable();
    }
  }
}
