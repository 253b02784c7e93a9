/**
 * The element-wise instructions that take or make int32, apart from those of float32, which are run more often.
 */
import {Opcode} from '../opcodes';
import {FloatToBool, Select} from './element-wise/comparison';
import {
  IntAbs,
  IntAdd,
  IntBitwiseAnd,
  IntEqual,
  IntGreater,
  IntGreaterEqual,
  IntLess,
  IntLessEqual,
  IntMaximum,
  IntMinimum,
  IntNeg,
  IntNotEqual,
  IntRelu,
  IntSign,
  IntSubtract,
  IntToBool,
  IntToFloat,
} from './element-wise/integer';
import {
  FloatToInt,
  IntDivide,
  IntFloorDiv,
  IntMod,
  IntMultiply,
  IntPow,
  IntSquare,
  IntSquaredDifference,
} from './element-wise/integer-by-element';
import {binary, ternary, unary} from './element-wise/drivers';
import {binaryByElement, unaryByElement} from './element-wise/drivers-by-element';

/** Runs one instruction as loop.ts decoded it, and returns the address of the next. */
export function executeOfIntegers(
  opcode: i32,
  out: usize,
  end: usize,
  a: usize,
  aStep: usize,
  words: usize,
  first: usize,
): usize {
  switch (opcode) {
    case Opcode.FloatToBool:
      unary<FloatToBool>(out, end, a, aStep);
      return words;
    case Opcode.FloatToInt:
      unaryByElement<FloatToInt, f32, i32>(out, end, a, aStep);
      return words;
    case Opcode.IntToBool:
      unary<IntToBool>(out, end, a, aStep);
      return words;
    case Opcode.IntToFloat:
      unary<IntToFloat>(out, end, a, aStep);
      return words;
    case Opcode.IntAbs:
      unary<IntAbs>(out, end, a, aStep);
      return words;
    case Opcode.IntNeg:
      unary<IntNeg>(out, end, a, aStep);
      return words;
    case Opcode.IntSign:
      unary<IntSign>(out, end, a, aStep);
      return words;
    case Opcode.IntSquare:
      unaryByElement<IntSquare, i32, i32>(out, end, a, aStep);
      return words;
    case Opcode.IntRelu:
      unary<IntRelu>(out, end, a, aStep);
      return words;
    case Opcode.IntAdd:
      return binary<IntAdd>(out, end, a, aStep, words, first);
    case Opcode.IntSubtract:
      return binary<IntSubtract>(out, end, a, aStep, words, first);
    case Opcode.IntMultiply:
      return binaryByElement<IntMultiply, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntDivide:
      return binaryByElement<IntDivide, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntFloorDiv:
      return binaryByElement<IntFloorDiv, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntMod:
      return binaryByElement<IntMod, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntPow:
      return binaryByElement<IntPow, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntMaximum:
      return binary<IntMaximum>(out, end, a, aStep, words, first);
    case Opcode.IntMinimum:
      return binary<IntMinimum>(out, end, a, aStep, words, first);
    case Opcode.IntSquaredDifference:
      return binaryByElement<IntSquaredDifference, i32, i32>(out, end, a, aStep, words, first);
    case Opcode.IntBitwiseAnd:
      return binary<IntBitwiseAnd>(out, end, a, aStep, words, first);
    case Opcode.IntEqual:
      return binary<IntEqual>(out, end, a, aStep, words, first);
    case Opcode.IntNotEqual:
      return binary<IntNotEqual>(out, end, a, aStep, words, first);
    case Opcode.IntGreater:
      return binary<IntGreater>(out, end, a, aStep, words, first);
    case Opcode.IntGreaterEqual:
      return binary<IntGreaterEqual>(out, end, a, aStep, words, first);
    case Opcode.IntLess:
      return binary<IntLess>(out, end, a, aStep, words, first);
    case Opcode.IntLessEqual:
      return binary<IntLessEqual>(out, end, a, aStep, words, first);
    case Opcode.IntSelect:
      return ternary<Select>(out, end, a, aStep, words, first);
    default:
      unreachable();
  }
  return words;
}
