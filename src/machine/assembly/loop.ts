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
  Neg,
  Reciprocal,
  Round,
  Rsqrt,
  Sqrt,
  Square,
  SquaredDifference,
  Subtract,
} from './element-wise/arithmetic';
import {Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cosh, Mod, Sinh, Tan} from './element-wise/by-element';
import {
  Clip,
  Equal,
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
import {Cos, Erf, Exp, Expm1, Log, Log1p, Pow, Sin} from './element-wise/transcendental';
import {binary, ternary, unary} from './element-wise/drivers';
import {binaryByElement, unaryByElement} from './element-wise/drivers-by-element';
import {executeOfIntegers} from './loop-of-integers';
import {addressOf, isElement, stepOf} from './reference';
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
function runBody(words: usize, bodyEnd: usize, first: usize, count: usize): void {
  while (words < bodyEnd) {
    const opcode = load<i32>(words);
    // Every instruction writes to its first operand and reads its second.
    const outReference = load<u32>(words, 4);
    const aReference = load<u32>(words, 8);
    const out = addressOf(outReference, first);
    const end = isElement(outReference) ? out : out + (count << 2);
    const a = addressOf(aReference, first);
    const aStep = stepOf(aReference);
    words += 12;
    switch (opcode) {
      case Opcode.Abs:
        unary<Abs>(out, end, a, aStep);
        break;
      case Opcode.Acos:
        unaryByElement<Acos, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Acosh:
        unaryByElement<Acosh, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Asin:
        unaryByElement<Asin, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Asinh:
        unaryByElement<Asinh, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Atan:
        unaryByElement<Atan, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Atanh:
        unaryByElement<Atanh, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Ceil:
        unary<Ceil>(out, end, a, aStep);
        break;
      case Opcode.Cos:
        unary<Cos>(out, end, a, aStep);
        break;
      case Opcode.Cosh:
        unaryByElement<Cosh, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Elu:
        unary<Elu>(out, end, a, aStep);
        break;
      case Opcode.Erf:
        unary<Erf>(out, end, a, aStep);
        break;
      case Opcode.Exp:
        unary<Exp>(out, end, a, aStep);
        break;
      case Opcode.Expm1:
        unary<Expm1>(out, end, a, aStep);
        break;
      case Opcode.Floor:
        unary<Floor>(out, end, a, aStep);
        break;
      case Opcode.IsFinite:
        unary<IsFinite>(out, end, a, aStep);
        break;
      case Opcode.IsInf:
        unary<IsInf>(out, end, a, aStep);
        break;
      case Opcode.IsNan:
        unary<IsNan>(out, end, a, aStep);
        break;
      case Opcode.Log:
        unary<Log>(out, end, a, aStep);
        break;
      case Opcode.Log1p:
        unary<Log1p>(out, end, a, aStep);
        break;
      case Opcode.LogicalNot:
        unary<LogicalNot>(out, end, a, aStep);
        break;
      case Opcode.Move:
        unary<Move>(out, end, a, aStep);
        break;
      case Opcode.Neg:
        unary<Neg>(out, end, a, aStep);
        break;
      case Opcode.Reciprocal:
        unary<Reciprocal>(out, end, a, aStep);
        break;
      case Opcode.Relu:
        unary<Relu>(out, end, a, aStep);
        break;
      case Opcode.Relu6:
        unary<Relu6>(out, end, a, aStep);
        break;
      case Opcode.Round:
        unary<Round>(out, end, a, aStep);
        break;
      case Opcode.Rsqrt:
        unary<Rsqrt>(out, end, a, aStep);
        break;
      case Opcode.Selu:
        unary<Selu>(out, end, a, aStep);
        break;
      case Opcode.Sigmoid:
        unary<Sigmoid>(out, end, a, aStep);
        break;
      case Opcode.Sign:
        unary<Sign>(out, end, a, aStep);
        break;
      case Opcode.Sin:
        unary<Sin>(out, end, a, aStep);
        break;
      case Opcode.Sinh:
        unaryByElement<Sinh, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Softplus:
        unary<Softplus>(out, end, a, aStep);
        break;
      case Opcode.Sqrt:
        unary<Sqrt>(out, end, a, aStep);
        break;
      case Opcode.Square:
        unary<Square>(out, end, a, aStep);
        break;
      case Opcode.Tan:
        unaryByElement<Tan, f32, f32>(out, end, a, aStep);
        break;
      case Opcode.Tanh:
        unary<Tanh>(out, end, a, aStep);
        break;
      case Opcode.Add:
        words = binary<Add>(out, end, a, aStep, words, first);
        break;
      case Opcode.Atan2:
        words = binaryByElement<Atan2, f32, f32>(out, end, a, aStep, words, first);
        break;
      case Opcode.Divide:
        words = binary<Divide>(out, end, a, aStep, words, first);
        break;
      case Opcode.EluGrad:
        words = binary<EluGrad>(out, end, a, aStep, words, first);
        break;
      case Opcode.Equal:
        words = binary<Equal>(out, end, a, aStep, words, first);
        break;
      case Opcode.Greater:
        words = binary<Greater>(out, end, a, aStep, words, first);
        break;
      case Opcode.GreaterEqual:
        words = binary<GreaterEqual>(out, end, a, aStep, words, first);
        break;
      case Opcode.LeakyRelu:
        words = binary<LeakyRelu>(out, end, a, aStep, words, first);
        break;
      case Opcode.Less:
        words = binary<Less>(out, end, a, aStep, words, first);
        break;
      case Opcode.LessEqual:
        words = binary<LessEqual>(out, end, a, aStep, words, first);
        break;
      case Opcode.LogicalAnd:
        words = binary<LogicalAnd>(out, end, a, aStep, words, first);
        break;
      case Opcode.LogicalOr:
        words = binary<LogicalOr>(out, end, a, aStep, words, first);
        break;
      case Opcode.Maximum:
        words = binary<Maximum>(out, end, a, aStep, words, first);
        break;
      case Opcode.Minimum:
        words = binary<Minimum>(out, end, a, aStep, words, first);
        break;
      case Opcode.Mod:
        words = binaryByElement<Mod, f32, f32>(out, end, a, aStep, words, first);
        break;
      case Opcode.Multiply:
        words = binary<Multiply>(out, end, a, aStep, words, first);
        break;
      case Opcode.NotEqual:
        words = binary<NotEqual>(out, end, a, aStep, words, first);
        break;
      case Opcode.Pow:
        words = binary<Pow>(out, end, a, aStep, words, first);
        break;
      case Opcode.Prelu:
        words = binary<LeakyRelu>(out, end, a, aStep, words, first);
        break;
      case Opcode.SquaredDifference:
        words = binary<SquaredDifference>(out, end, a, aStep, words, first);
        break;
      case Opcode.Step:
        words = binary<Step>(out, end, a, aStep, words, first);
        break;
      case Opcode.Subtract:
        words = binary<Subtract>(out, end, a, aStep, words, first);
        break;
      case Opcode.Clip:
        words = ternary<Clip>(out, end, a, aStep, words, first);
        break;
      case Opcode.Select:
        words = ternary<Select>(out, end, a, aStep, words, first);
        break;
      case Opcode.SumInto:
        sumInto(words - 8, first, count);
        break;
      default:
        words = executeOfIntegers(opcode, out, end, a, aStep, words, first);
    }
  }
}
