/**
 * Reductions over the middle one of three dimensions.
 */
import {Reduction} from '../opcodes';
import {operand} from './operand';
import {reduceToArguments} from './reduce/arguments';
import {reduceToExtremes} from './reduce/extremes';
import {reduceInts} from './reduce/int32';
import {Prod} from './reduce/operations';
import {Greatest, Least} from './reduce/orders';
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
      return reduceToSums(out, a, outer, length, inner);
    case Reduction.Prod:
      return accumulate<Prod>(out, a, outer, length, inner);
    case Reduction.Max:
      return reduceToExtremes<Greatest>(out, a, outer, length, inner);
    case Reduction.Min:
      return reduceToExtremes<Least>(out, a, outer, length, inner);
    case Reduction.ArgMax:
      return reduceToArguments<Greatest>(out, a, outer, length, inner);
    case Reduction.ArgMin:
      return reduceToArguments<Least>(out, a, outer, length, inner);
    default:
      return reduceInts(reduction, out, a, outer, length, inner);
  }
}
