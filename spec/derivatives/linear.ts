/** Cases of linear operations, which have no derivatives beyond the first of their own. */
import {sin, square, type Tensor} from '@tensorflow/tfjs-core';

import type {DerivativeCase} from './case.js';
import {mixed} from './data.js';

/** Title, shapes of the arguments, operation. */
export type LinearRow = readonly [
  title: string,
  shapes: ReadonlyArray<readonly number[]>,
  op: (...xs: never[]) => Tensor | Tensor[],
];

/** Cases which take the operations between a sine and a square, so that they have derivatives of all orders. */
export function linearCases(
  rows: readonly LinearRow[],
  extra: Partial<DerivativeCase> = {},
): DerivativeCase[] {
  return rows.map(([title, shapes, op]) => ({
    title,
    f: (...xs) => {
      const result = op(...(xs.map((x) => sin(x)) as never[]));
      return Array.isArray(result) ? result.map((y) => square(y)) : square(result);
    },
    args: () => shapes.map((shape, index) => mixed([...shape], index + 1)),
    ...extra,
  }));
}
