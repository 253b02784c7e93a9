/** Reductions: products, those that choose, and those that count. */
import {
  add,
  cast,
  cumprod,
  div,
  equal,
  gatherND,
  less,
  minimum,
  mul,
  range,
  reshape,
  scalar,
  stack,
  sum,
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

/** Of a kernel whose output is piecewise constant in its input. */
const constantIn = (inputName: string, kernelName: string): GradConfig =>
  rule(kernelName, {inputs: [inputName]}, (_dy, saved) => {
    const [input] = saved as [Tensor];
    return {[inputName]: () => zeros(input.shape)};
  });

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

/**
 * tfjs hands the whole gradient to each of several equal extremes, which together get a multiple of it: no subgradient.
 * Each gets its share, as in TensorFlow.
 */
const extreme = (kernelName: string, axesName: string): GradConfig =>
  rule<Record<string, number | number[]>>(
    kernelName,
    {inputs: ['x'], outputs: [true]},
    (dy, saved, attributes) => {
      const [x, y] = saved as [Tensor, Tensor];
      const axes = util.parseAxisParam(attributes[axesName] as number[], x.shape);
      const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return {
        x: () => {
          const isExtreme = cast(equal(x, reshape(y, kept)), 'float32');
          return mul(isExtreme, div(reshape(dy, kept), sum(isExtreme, axes, true)));
        },
      };
    },
  );

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
  constantIn('x', 'All'),
  constantIn('x', 'Any'),
  // tfjs's own are of the dtype of x, and throw for integers.
  constantIn('x', 'ArgMax'),
  constantIn('x', 'ArgMin'),
  extreme('Max', 'reductionIndices'),
  extreme('Min', 'axis'),
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
