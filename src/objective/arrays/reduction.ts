/**
 * Reductions along one dimension of three: what is before it, and what is after it, stays.
 */
import {Reduction} from '../../machine/opcodes.js';
import {f64, f64Load, f64Store, i32, localGet, localSet, Op} from '../../wasm/code.js';
import {ValueType} from '../../wasm/module.js';
import {address, type Writer} from './writer.js';

/** What joins two numbers, and what it begins with. */
const folds: Readonly<
  Partial<Record<Reduction, readonly [instruction: readonly number[], initial: number]>>
> = {
  [Reduction.Sum]: [Op.f64Add, 0],
  [Reduction.Prod]: [Op.f64Multiply, 1],
  [Reduction.Max]: [Op.f64Maximum, -Infinity],
  [Reduction.Min]: [Op.f64Minimum, Infinity],
  [Reduction.IntMax]: [Op.f64Maximum, -Infinity],
  [Reduction.IntMin]: [Op.f64Minimum, Infinity],
};

/** Whether an element takes the place of the extreme so far. */
const extremes: Readonly<Partial<Record<Reduction, readonly number[]>>> = {
  [Reduction.ArgMax]: Op.f64Greater,
  [Reduction.ArgMin]: Op.f64Less,
  [Reduction.IntArgMax]: Op.f64Greater,
  [Reduction.IntArgMin]: Op.f64Less,
};

/** False for a reduction that has no code. */
export function writeReduce(writer: Writer, words: readonly number[]): boolean {
  const [reduction = 0, out = 0, a = 0, outer = 0, length = 0, inner = 0] = words;
  const fold = folds[reduction as Reduction];
  const extreme = extremes[reduction as Reduction];
  if ((fold === undefined && extreme === undefined) || length === 0) return false;
  const target = writer.take(ValueType.i32);
  writer.add(i32(2 * out), localSet(target));
  writer.each(outer, 8 * length * inner, (o) =>
    writer.each(inner, 8, (i) => {
      if (fold !== undefined) writeFold(writer, {fold, a, length, inner, target}, [o, i]);
      else if (extreme !== undefined) writeExtreme(writer, {extreme, a, length, inner, target}, [o, i]);
      writer.add(localGet(target), i32(8), Op.i32Add, localSet(target));
    }),
  );
  writer.giveBack(target);
  return true;
}

interface Along {
  readonly a: number;
  readonly length: number;
  readonly inner: number;
  readonly target: number;
}

type Counters = ReadonlyArray<number | undefined>;

function writeFold(
  writer: Writer,
  along: Along & {fold: readonly [readonly number[], number]},
  at: Counters,
): void {
  const {fold, a, length, inner, target} = along;
  const [instruction, initial] = fold;
  const result = writer.take(ValueType.f64);
  writer.add(f64(initial), localSet(result));
  writer.each(length, 8 * inner, (j) => {
    writer.add(localGet(result), address(...at, j), f64Load(2 * a), instruction, localSet(result));
  });
  writer.add(localGet(target), localGet(result), f64Store(0));
  writer.giveBack(result);
}

/** NaN is passed over, unless it comes first. */
function writeExtreme(writer: Writer, along: Along & {extreme: readonly number[]}, at: Counters): void {
  const {extreme, a, length, inner, target} = along;
  const [best, element] = [writer.take(ValueType.f64), writer.take(ValueType.f64)];
  const [index, place] = [writer.take(ValueType.i32), writer.take(ValueType.i32)];
  writer.add(i32(0), localSet(index), i32(0), localSet(place));
  writer.add(address(...at), f64Load(2 * a), localSet(best));
  writer.each(length, 8 * inner, (j) => {
    writer.add(address(...at, j), f64Load(2 * a), localSet(element));
    writer.add(localGet(element), localGet(best), extreme, Op.if);
    writer.add(localGet(element), localSet(best), localGet(index), localSet(place), Op.end);
    writer.add(localGet(index), i32(1), Op.i32Add, localSet(index));
  });
  writer.add(localGet(target), localGet(place), Op.f64FromI32, f64Store(0));
  writer.giveBack(best, element, index, place);
}
