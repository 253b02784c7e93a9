/**
 * Compares what a compiled program gives with what the tape has given, by operations of the backend: reading them would wait
 * for the graphics card once for each.
 */
import {
  abs,
  add,
  cast,
  equal,
  imag,
  isNaN,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  real,
  scalar,
  sub,
  sum,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {SMALLEST_NORMAL} from './tolerance.js';

/** How many elements differ: one number, as a tensor of the innermost scope. */
export function countDifferences(
  found: readonly Tensor[],
  expected: readonly Tensor[],
  relative: number,
): Tensor {
  return tidy(() =>
    expected.reduce<Tensor>((count, output, index) => {
      const own = found[index] as Tensor;
      return own.size === 0 ? count : add(count, differing(own, output, relative));
    }, scalar(0)),
  );
}

function differing(found: Tensor, expected: Tensor, relative: number): Tensor {
  if (expected.dtype === 'complex64')
    return add(
      differing(real(found), real(expected), relative),
      differing(imag(found), imag(expected), relative),
    );
  const isSame = expected.dtype === 'float32' ? isNear(found, expected, relative) : equal(found, expected);
  return sum(cast(logicalNot(isSame), 'float32'));
}

function isNear(found: Tensor, expected: Tensor, relative: number): Tensor {
  const size = abs(expected);
  const isFinite = lessEqual(size, 3.4e38);
  const isWithin = lessEqual(abs(sub(found, expected)), add(mul(size, relative), SMALLEST_NORMAL));
  const areNaN = logicalAnd(isNaN(found), isNaN(expected));
  return logicalOr(logicalOr(equal(found, expected), areNaN), logicalAnd(isFinite, isWithin));
}
