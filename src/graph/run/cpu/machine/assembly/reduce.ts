/**
 * Reductions over the middle one of three dimensions.
 */
import {Reduction} from '../opcodes';
import {operand} from './operand';
import {reduceToArguments} from './reduce/arguments';
import {Float, Int, Prod} from './reduce/elements';
import {reduceToExtremes} from './reduce/extremes';
import {FloatMax, FloatMin, IntMax, IntMin} from './reduce/orders';
import {accumulate, reduceToSums} from './reduce/sums';

export function reduce(words: usize): usize {
  const out: usize = operand(words, 1);
  const outer: usize = operand(words, 3);
  const inner: usize = operand(words, 5);
  reduceAs(operand(words, 0), out, operand(words, 2), outer, operand(words, 4), inner);
  if (outer * inner === 1) v128.store(out, v128.load32_splat(out));
  return words + 24;
}

function reduceAs(reduction: i32, out: usize, a: usize, outer: usize, length: usize, inner: usize): void {
  switch (reduction) {
    case Reduction.Sum:
      return reduceToSums<Float>(out, a, outer, length, inner);
    case Reduction.Prod:
      return accumulate<Float, Prod>(out, a, outer, length, inner);
    case Reduction.Max:
      return reduceToExtremes<FloatMax>(out, a, outer, length, inner);
    case Reduction.Min:
      return reduceToExtremes<FloatMin>(out, a, outer, length, inner);
    case Reduction.ArgMax:
      return reduceToArguments<FloatMax>(out, a, outer, length, inner);
    case Reduction.ArgMin:
      return reduceToArguments<FloatMin>(out, a, outer, length, inner);
    case Reduction.IntSum:
      return reduceToSums<Int>(out, a, outer, length, inner);
    case Reduction.IntProd:
      return accumulate<Int, Prod>(out, a, outer, length, inner);
    case Reduction.IntMax:
      return reduceToExtremes<IntMax>(out, a, outer, length, inner);
    case Reduction.IntMin:
      return reduceToExtremes<IntMin>(out, a, outer, length, inner);
    case Reduction.IntArgMax:
      return reduceToArguments<IntMax>(out, a, outer, length, inner);
    case Reduction.IntArgMin:
      return reduceToArguments<IntMin>(out, a, outer, length, inner);
    default:
      unreachable();
  }
}
