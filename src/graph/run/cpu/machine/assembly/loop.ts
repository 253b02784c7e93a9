/**
 * Loops: a body of element-wise instructions, run for one block of elements after another, so that what passes between
 * them stays in cache.
 */
import {Opcode} from '../opcodes';
import {Elu, EluGrad, LeakyRelu, Relu, Relu6, Selu, Sigmoid, Softplus, Tanh} from './element-wise/activation';
import {
  Abs,
  Add,
  Ceil,
  Divide,
  Floor,
  Maximum,
  Minimum,
  Move,
  Multiply,
  MultiplyAdd,
  Neg,
  Reciprocal,
  Round,
  Rsqrt,
  Sqrt,
  Square,
  SquaredDifference,
  Subtract,
} from './element-wise/arithmetic';
import {
  Acos,
  Acosh,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Cosh,
  FloorDiv,
  Mod,
  Sinh,
  Tan,
} from './element-wise/by-element';
import {
  Clip,
  Equal,
  FloatToBool,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  NotEqual,
  Select,
  Sign,
  Step,
} from './element-wise/comparison';
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
import {Cos, Erf, Exp, Expm1, Log, Log1p, Pow, Sin} from './element-wise/transcendental';
import {binary, ternary, unary} from './element-wise/drivers';
import {binaryByElement, unaryByElement} from './element-wise/drivers-by-element';
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

/** Runs the body for `count` elements, which begin `first` bytes into arrays. One switch: a table of jumps, no calls by it. */
function runBody(words: usize, end: usize, first: usize, count: usize): void {
  while (words < end) {
    const opcode = load<i32>(words);
    words += 4;
    switch (opcode) {
      case Opcode.Abs:
        words = unary<Abs>(words, first, count);
        break;
      case Opcode.Acos:
        words = unaryByElement<Acos, f32, f32>(words, first, count);
        break;
      case Opcode.Acosh:
        words = unaryByElement<Acosh, f32, f32>(words, first, count);
        break;
      case Opcode.Asin:
        words = unaryByElement<Asin, f32, f32>(words, first, count);
        break;
      case Opcode.Asinh:
        words = unaryByElement<Asinh, f32, f32>(words, first, count);
        break;
      case Opcode.Atan:
        words = unaryByElement<Atan, f32, f32>(words, first, count);
        break;
      case Opcode.Atanh:
        words = unaryByElement<Atanh, f32, f32>(words, first, count);
        break;
      case Opcode.Ceil:
        words = unary<Ceil>(words, first, count);
        break;
      case Opcode.Cos:
        words = unary<Cos>(words, first, count);
        break;
      case Opcode.Cosh:
        words = unaryByElement<Cosh, f32, f32>(words, first, count);
        break;
      case Opcode.Elu:
        words = unary<Elu>(words, first, count);
        break;
      case Opcode.Erf:
        words = unary<Erf>(words, first, count);
        break;
      case Opcode.Exp:
        words = unary<Exp>(words, first, count);
        break;
      case Opcode.Expm1:
        words = unary<Expm1>(words, first, count);
        break;
      case Opcode.Floor:
        words = unary<Floor>(words, first, count);
        break;
      case Opcode.IsFinite:
        words = unary<IsFinite>(words, first, count);
        break;
      case Opcode.IsInf:
        words = unary<IsInf>(words, first, count);
        break;
      case Opcode.IsNan:
        words = unary<IsNan>(words, first, count);
        break;
      case Opcode.Log:
        words = unary<Log>(words, first, count);
        break;
      case Opcode.Log1p:
        words = unary<Log1p>(words, first, count);
        break;
      case Opcode.LogicalNot:
        words = unary<LogicalNot>(words, first, count);
        break;
      case Opcode.Move:
        words = unary<Move>(words, first, count);
        break;
      case Opcode.Neg:
        words = unary<Neg>(words, first, count);
        break;
      case Opcode.Reciprocal:
        words = unary<Reciprocal>(words, first, count);
        break;
      case Opcode.Relu:
        words = unary<Relu>(words, first, count);
        break;
      case Opcode.Relu6:
        words = unary<Relu6>(words, first, count);
        break;
      case Opcode.Round:
        words = unary<Round>(words, first, count);
        break;
      case Opcode.Rsqrt:
        words = unary<Rsqrt>(words, first, count);
        break;
      case Opcode.Selu:
        words = unary<Selu>(words, first, count);
        break;
      case Opcode.Sigmoid:
        words = unary<Sigmoid>(words, first, count);
        break;
      case Opcode.Sign:
        words = unary<Sign>(words, first, count);
        break;
      case Opcode.Sin:
        words = unary<Sin>(words, first, count);
        break;
      case Opcode.Sinh:
        words = unaryByElement<Sinh, f32, f32>(words, first, count);
        break;
      case Opcode.Softplus:
        words = unary<Softplus>(words, first, count);
        break;
      case Opcode.Sqrt:
        words = unary<Sqrt>(words, first, count);
        break;
      case Opcode.Square:
        words = unary<Square>(words, first, count);
        break;
      case Opcode.Tan:
        words = unaryByElement<Tan, f32, f32>(words, first, count);
        break;
      case Opcode.Tanh:
        words = unary<Tanh>(words, first, count);
        break;
      case Opcode.Add:
        words = binary<Add>(words, first, count);
        break;
      case Opcode.Atan2:
        words = binaryByElement<Atan2, f32, f32>(words, first, count);
        break;
      case Opcode.Divide:
        words = binary<Divide>(words, first, count);
        break;
      case Opcode.EluGrad:
        words = binary<EluGrad>(words, first, count);
        break;
      case Opcode.Equal:
        words = binary<Equal>(words, first, count);
        break;
      case Opcode.FloorDiv:
        words = binaryByElement<FloorDiv, f32, f32>(words, first, count);
        break;
      case Opcode.Greater:
        words = binary<Greater>(words, first, count);
        break;
      case Opcode.GreaterEqual:
        words = binary<GreaterEqual>(words, first, count);
        break;
      case Opcode.LeakyRelu:
        words = binary<LeakyRelu>(words, first, count);
        break;
      case Opcode.Less:
        words = binary<Less>(words, first, count);
        break;
      case Opcode.LessEqual:
        words = binary<LessEqual>(words, first, count);
        break;
      case Opcode.LogicalAnd:
        words = binary<LogicalAnd>(words, first, count);
        break;
      case Opcode.LogicalOr:
        words = binary<LogicalOr>(words, first, count);
        break;
      case Opcode.Maximum:
        words = binary<Maximum>(words, first, count);
        break;
      case Opcode.Minimum:
        words = binary<Minimum>(words, first, count);
        break;
      case Opcode.Mod:
        words = binaryByElement<Mod, f32, f32>(words, first, count);
        break;
      case Opcode.Multiply:
        words = binary<Multiply>(words, first, count);
        break;
      case Opcode.NotEqual:
        words = binary<NotEqual>(words, first, count);
        break;
      case Opcode.Pow:
        words = binary<Pow>(words, first, count);
        break;
      case Opcode.Prelu:
        words = binary<LeakyRelu>(words, first, count);
        break;
      case Opcode.SquaredDifference:
        words = binary<SquaredDifference>(words, first, count);
        break;
      case Opcode.Step:
        words = binary<Step>(words, first, count);
        break;
      case Opcode.Subtract:
        words = binary<Subtract>(words, first, count);
        break;
      case Opcode.Clip:
        words = ternary<Clip>(words, first, count);
        break;
      case Opcode.MultiplyAdd:
        words = ternary<MultiplyAdd>(words, first, count);
        break;
      case Opcode.Select:
        words = ternary<Select>(words, first, count);
        break;
      case Opcode.FloatToBool:
        words = unary<FloatToBool>(words, first, count);
        break;
      case Opcode.FloatToInt:
        words = unaryByElement<FloatToInt, f32, i32>(words, first, count);
        break;
      case Opcode.IntToBool:
        words = unary<IntToBool>(words, first, count);
        break;
      case Opcode.IntToFloat:
        words = unary<IntToFloat>(words, first, count);
        break;
      case Opcode.IntAbs:
        words = unary<IntAbs>(words, first, count);
        break;
      case Opcode.IntNeg:
        words = unary<IntNeg>(words, first, count);
        break;
      case Opcode.IntSign:
        words = unary<IntSign>(words, first, count);
        break;
      case Opcode.IntSquare:
        words = unaryByElement<IntSquare, i32, i32>(words, first, count);
        break;
      case Opcode.IntRelu:
        words = unary<IntRelu>(words, first, count);
        break;
      case Opcode.IntAdd:
        words = binary<IntAdd>(words, first, count);
        break;
      case Opcode.IntSubtract:
        words = binary<IntSubtract>(words, first, count);
        break;
      case Opcode.IntMultiply:
        words = binaryByElement<IntMultiply, i32, i32>(words, first, count);
        break;
      case Opcode.IntDivide:
        words = binaryByElement<IntDivide, i32, i32>(words, first, count);
        break;
      case Opcode.IntFloorDiv:
        words = binaryByElement<IntFloorDiv, i32, i32>(words, first, count);
        break;
      case Opcode.IntMod:
        words = binaryByElement<IntMod, i32, i32>(words, first, count);
        break;
      case Opcode.IntPow:
        words = binaryByElement<IntPow, i32, i32>(words, first, count);
        break;
      case Opcode.IntMaximum:
        words = binary<IntMaximum>(words, first, count);
        break;
      case Opcode.IntMinimum:
        words = binary<IntMinimum>(words, first, count);
        break;
      case Opcode.IntSquaredDifference:
        words = binaryByElement<IntSquaredDifference, i32, i32>(words, first, count);
        break;
      case Opcode.IntBitwiseAnd:
        words = binary<IntBitwiseAnd>(words, first, count);
        break;
      case Opcode.IntEqual:
        words = binary<IntEqual>(words, first, count);
        break;
      case Opcode.IntNotEqual:
        words = binary<IntNotEqual>(words, first, count);
        break;
      case Opcode.IntGreater:
        words = binary<IntGreater>(words, first, count);
        break;
      case Opcode.IntGreaterEqual:
        words = binary<IntGreaterEqual>(words, first, count);
        break;
      case Opcode.IntLess:
        words = binary<IntLess>(words, first, count);
        break;
      case Opcode.IntLessEqual:
        words = binary<IntLessEqual>(words, first, count);
        break;
      case Opcode.IntSelect:
        words = ternary<Select>(words, first, count);
        break;
      case Opcode.SumInto:
        words = sumInto(words, first, count);
        break;
      default:
        unreachable();
    }
  }
}
