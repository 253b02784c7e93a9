/** Running sums and products. */
import {
  add,
  backend_util,
  cumprod,
  cumsum,
  mul,
  pad,
  reshape,
  reverse as reversed,
  slice,
  transpose,
  util,
  zeros,
  type GradConfig,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

import {rule} from '../rule.js';

interface ScanAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Some axes of a tensor as the columns of a matrix: `toRows` goes there, `fromRows` comes back. */
export interface RowsAlongAxes {
  readonly toRows: (x: Tensor) => Tensor2D;
  readonly fromRows: (rows: Tensor) => Tensor;
}

export function rowsAlong(axes: readonly number[], shape: number[]): RowsAlongAxes {
  const permutation = backend_util.getAxesPermutation([...axes], shape.length);
  const permuted = permutation?.map((axis) => shape[axis] as number) ?? shape;
  const columns = util.sizeFromShape(axes.map((axis) => shape[axis] as number));
  const rows = util.sizeFromShape(permuted.slice(0, shape.length - axes.length));
  return {
    toRows: (x) => reshape(permutation === null ? x : transpose(x, permutation), [rows, columns]),
    fromRows: (matrix) => {
      const x = reshape(matrix, permuted);
      return permutation === null ? x : transpose(x, backend_util.getUndoAxesPermutation(permutation));
    },
  };
}

/** The columns moved to the left, zeros behind them. */
function shifted(rows: Tensor2D, by: number): Tensor2D {
  const [count, columns] = rows.shape;
  const rest = slice(rows, [0, by], [count, columns - by]);
  return pad(rest, [
    [0, 0],
    [0, by],
  ]);
}

/** The columns `r[k] = terms[k] + factors[k] · r[k + 1]`, by doubling: log₂ of their number in steps, none a division. */
function recurrence(terms: Tensor2D, factors: Tensor2D): Tensor2D {
  const [, columns] = terms.shape;
  for (let step = 1; step < columns; step *= 2) {
    terms = add(terms, mul(factors, shifted(terms, step)));
    if (2 * step < columns) factors = mul(factors, shifted(factors, step));
  }
  return terms;
}

/**
 * Of running products along the columns. The usual `cumsum(dy · y) / x` fails at zeros; instead the product before
 * `x[k]` times `Σ dy[i] · (the product of what comes after x[k], up to x[i])`, which is a recurrence.
 */
function cumprodGradient(x: Tensor2D, dy: Tensor2D, exclusive: boolean): Tensor {
  const [, columns] = x.shape;
  if (columns < 2) return exclusive ? zeros(dy.shape) : dy;
  const before = cumprod(x, 1, true);
  return mul(before, recurrence(exclusive ? shifted(dy, 1) : dy, shifted(x, 1)));
}

export const rules: readonly GradConfig[] = [
  // tfjs's own permutes the axes of a gradient that is in order already, unless the axis is the last.
  rule<ScanAttributes>('Cumsum', {}, (dy, _saved, {axis, exclusive, reverse}) => ({
    x: () => cumsum(dy, axis, exclusive, !reverse),
  })),
  rule<ScanAttributes>('Cumprod', {inputs: ['x']}, (dy, saved, {axis, exclusive, reverse}) => {
    const [x] = saved as [Tensor];
    const {toRows, fromRows} = rowsAlong(util.parseAxisParam(axis, x.shape), x.shape);
    const directed = (rows: Tensor): Tensor2D => (reverse ? reversed(rows, 1) : rows) as Tensor2D;
    const gradient = (): Tensor => cumprodGradient(directed(toRows(x)), directed(toRows(dy)), exclusive);
    return {x: () => fromRows(directed(gradient()))};
  }),
];
