/**
 * Sums of rows by segment. Sums are in float64, for as many of them at a time as scratch memory holds; where that would go
 * over the rows too often, because there are very many sums, they are in float32.
 */
import {addRun, fillRun} from './copy/run';
import {operand} from './operand';
import {scratch} from './scratch';

const WIDE_SUMS: usize = 4096;
/** How often to go over the rows at most. */
const PASSES: usize = 16;

export function segmentSum(words: usize): usize {
  const out: usize = operand(words, 0);
  const a: usize = operand(words, 1);
  const ids: usize = operand(words, 2);
  const count: usize = operand(words, 3);
  const inner: usize = operand(words, 4);
  const segments: usize = operand(words, 5);
  if (segments * inner <= PASSES * WIDE_SUMS) sumWide(out, a, ids, count, inner, segments);
  else sumInPlace(out, a, ids, count, inner, segments);
  spreadNaN(out, a, ids, count, inner, segments);
  if (segments * inner === 1) v128.store(out, v128.load32_splat(out));
  return words + 24;
}

function sumWide(out: usize, a: usize, ids: usize, count: usize, inner: usize, segments: usize): void {
  const height = min(segments, WIDE_SUMS);
  const width = min(inner, WIDE_SUMS / max(height, 1));
  for (let first: usize = 0; first < segments; first += height) {
    const inBlock = min(height, segments - first);
    for (let i: usize = 0; i < inner; i += width) {
      const columns = min(width, inner - i);
      sumBlock(a + i * 4, inner * 4, columns, ids, count, first, inBlock);
      storeBlock(out + (first * inner + i) * 4, inner * 4, inBlock, columns);
    }
  }
}

/** Sums so many columns of the rows that belong to so many segments from `first` on. */
function sumBlock(
  a: usize,
  step: usize,
  columns: usize,
  ids: usize,
  count: usize,
  first: usize,
  segments: usize,
): void {
  const sums = scratch();
  memory.fill(sums, 0, segments * columns * 8);
  for (let end = ids + count * 4; ids < end; ids += 4) {
    // An id below the first is, unsigned, far above the last.
    const segment = <usize>load<u32>(ids) - first;
    if (segment < segments) addWide(sums + segment * columns * 8, a, columns);
    a += step;
  }
}

function addWide(sums: usize, a: usize, columns: usize): void {
  for (; columns >= 2; columns -= 2) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v128.load64_zero(a))));
    sums += 16;
    a += 8;
  }
  if (columns > 0) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(a));
}

function storeBlock(out: usize, step: usize, rows: usize, columns: usize): void {
  let sums = scratch();
  for (; rows > 0; rows--) {
    for (let i: usize = 0; i < columns; i++) {
      store<f32>(out + i * 4, <f32>load<f64>(sums));
      sums += 8;
    }
    out += step;
  }
}

function sumInPlace(out: usize, a: usize, ids: usize, count: usize, inner: usize, segments: usize): void {
  fillRun(out, 0, segments * inner);
  for (let end = ids + count * 4; ids < end; ids += 4) {
    const segment = <usize>load<u32>(ids);
    if (segment < segments) addRun(out + segment * inner * 4, a, 4, inner);
    a += inner * 4;
  }
}

/** What is not finite makes the same column of every other segment NaN: tfjs multiplies it by 0 and adds it up. */
function spreadNaN(out: usize, a: usize, ids: usize, count: usize, inner: usize, segments: usize): void {
  const end = a + count * inner * 4;
  for (let at = a; at < end; at += 16) {
    const products = f32x4.mul(v128.load(at), f32x4.splat(0));
    if (!v128.any_true(f32x4.ne(products, f32x4.splat(0)))) continue;
    for (let x = at; x < min(at + 16, end); x += 4) {
      if (load<f32>(x) * 0 === 0) continue;
      const index = (x - a) >> 2;
      const own = load<u32>(ids + (index / inner) * 4);
      for (let segment: usize = 0; segment < segments; segment++)
        if (segment !== own) store<f32>(out + (segment * inner + (index % inner)) * 4, NaN);
    }
  }
}
