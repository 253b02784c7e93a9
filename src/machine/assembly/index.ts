/**
 * The machine: runs the instructions that instructions.ts describes.
 */
import {Opcode} from '../opcodes';
import {addCopy, copy, fill} from './copy';
import {gather} from './gather';
import {loop} from './loop';
import {matrixProduct} from './matrix-product';
import {reduce} from './reduce';
import {segmentSum} from './segment-sum';
import {startSum, storeSum} from './sum';

const FINE = 0;
const INDEX_OUT_OF_RANGE = 1;

/** Runs the code from byte `start` to byte `end`. Returns 1 where a Gather met an index out of range, else 0. */
export function run(start: usize, end: usize): i32 {
  let words = start;
  while (words < end) {
    words = execute(load<i32>(words), words + 4);
    if (words === 0) return INDEX_OUT_OF_RANGE;
  }
  return FINE;
}

/** Returns the address of the next instruction, or 0 where this one failed. */
function execute(opcode: i32, words: usize): usize {
  switch (opcode) {
    case Opcode.Loop:
      return loop(words);
    case Opcode.SumStart:
      return startSum(words);
    case Opcode.SumStore:
      return storeSum(words);
    case Opcode.Reduce:
      return reduce(words);
    case Opcode.MatrixProduct:
      return matrixProduct(words);
    case Opcode.Copy:
      return copy(words);
    case Opcode.AddCopy:
      return addCopy(words);
    case Opcode.Fill:
      return fill(words);
    case Opcode.Gather:
      return gather(words);
    case Opcode.SegmentSum:
      return segmentSum(words);
    default:
      unreachable();
  }
  return 0;
}
