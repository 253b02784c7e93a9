/** Reductions: products, the largest entries, and counts. */
import {
  add,
  cast,
  cumprod,
  gatherND,
  less,
  minimum,
  mul,
  range,
  reshape,
  scalar,
  stack,
  util,
  zeros,
  zerosLike,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {scatter} from '../operations/remainders.js';
import {rule} from '../rule.js';
import {rowsAlong} from './scan.js';

interface BincountAttributes {
  readonly size: number;
  readonly binaryOutput?: boolean;
}

/** Of each entry, the product of all others along the axes: the products before and behind it, right at zeros. */
function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const {toRows, fromRows} = rowsAlong(axes, x.shape);
  const rows = toRows(x);
  return fromRows(mul(cumprod(rows, 1, true), cumprod(rows, 1, true, true)));
}

/** `[row, column]` of each entry of a matrix of columns, for `gatherND` and `scatterND`. */
function coordinates(columns: Tensor, rows: number): Tensor {
  const row = reshape(range(0, rows, 1, 'int32'), [rows, 1]);
  const matrix = reshape(columns, [rows, columns.size / rows]);
  return reshape(stack([add(zerosLike(matrix), row), matrix], 2), [columns.size, 2]);
}

/** What `dy` has at the places of the bins that the entries of `x` fell into; zero where they fell into none. */
function atBins(dy: Tensor, x: Tensor, size: number): Tensor {
  const rows = dy.rank === 2 ? dy.shape[0] : 1;
  const bins = coordinates(minimum(x, scalar(size - 1, 'int32')), rows);
  const values = gatherND(reshape(dy, [rows, size]), bins);
  return mul(values, cast(reshape(less(x, size), [x.size]), 'float32'));
}

const bincount = (kernelName: string): GradConfig =>
  rule<BincountAttributes>(kernelName, {inputs: ['x', 'weights']}, (dy, saved, {size, binaryOutput}) => {
    const [x, weights] = saved as [Tensor, Tensor];
    // Vectors are counted even where a binary output is asked for.
    const isConstant = dy.size === 0 || weights.size === 0 || (binaryOutput === true && x.rank === 2);
    return {
      x: () => zeros(x.shape),
      weights: () => (isConstant ? zeros(weights.shape) : reshape(atBins(dy, x, size), weights.shape)),
    };
  });

export const rules: readonly GradConfig[] = [
  // tfjs's own needs chained operations to be registered, and throws on negative axes.
  rule<{axis?: number | number[] | null; keepDims: boolean}>(
    'Prod',
    {inputs: ['x']},
    (dy, saved, attributes) => {
      const [x] = saved as [Tensor];
      const axes = util.parseAxisParam(attributes.axis ?? x.shape.map((_, index) => index), x.shape);
      const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return {x: () => mul(reshape(dy, kept), productOfOthers(x, axes))};
    },
  ),
  rule<Record<never, never>, Tensor[]>('TopK', {inputs: ['x'], outputs: [false, true]}, (dys, saved) => {
    const [dy] = dys as [Tensor];
    const [x, indices] = saved as [Tensor, Tensor];
    const columns = x.shape.at(-1) as number;
    const rows = x.size / columns;
    return {
      x: () => {
        if (dy.size === 0) return zeros(x.shape);
        const scattered = scatter(coordinates(indices, rows), reshape(dy, [dy.size]), [rows, columns]);
        return reshape(scattered, x.shape);
      },
    };
  }),
  bincount('Bincount'),
  bincount('DenseBincount'),
];
