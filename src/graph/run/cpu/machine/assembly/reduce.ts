import {Reduction} from '../opcodes';
import {operand} from './operand';
import {toInt32} from './to-int32';

export function reduce(words: usize): usize {
  const reduction = operand(words, 0);
  const out = <usize>operand(words, 1);
  const a = <usize>operand(words, 2);
  const outer = operand(words, 3);
  const length = operand(words, 4);
  const inner = operand(words, 5);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const from = a + 4 * (o * length * inner + i);
      reduceOne(reduction, out + 4 * (o * inner + i), from, length, 4 * inner);
    }
  }
  if (outer * inner == 1) v128.store(out, v128.load32_splat(out));
  return words + 24;
}

function reduceOne(reduction: i32, out: usize, a: usize, length: i32, stride: i32): void {
  const isFloat = reduction < Reduction.IntSum;
  const kind = isFloat ? reduction : reduction - Reduction.IntSum;
  let result: f64 =
    kind == Reduction.Sum ? 0 : kind == Reduction.Prod ? 1 : length > 0 ? element(a, isFloat) : NaN;
  let index = 0;
  for (let l = 0; l < length; l++) {
    const x = element(a + l * stride, isFloat);
    if (kind == Reduction.Sum) result += x;
    else if (kind == Reduction.Prod) result *= x;
    else if (kind == Reduction.Max) result = x != x || x > result ? x : result;
    else if (kind == Reduction.Min) result = x != x || x < result ? x : result;
    else if (kind == Reduction.ArgMax ? x > result : x < result) {
      result = x;
      index = l;
    }
  }
  if (kind >= Reduction.ArgMax) store<i32>(out, index);
  else if (isFloat) store<f32>(out, <f32>result);
  else store<i32>(out, toInt32(result));
}

function element(address: usize, isFloat: bool): f64 {
  return isFloat ? <f64>load<f32>(address) : <f64>load<i32>(address);
}
