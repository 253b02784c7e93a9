/**
 * Sums over the entries that share a segment or a row, and the ragged range.
 */
import {
  cast,
  div,
  equal,
  expandDims,
  gather,
  greaterEqual,
  lessEqual,
  logicalAnd,
  maximum,
  minimum,
  mul,
  ones,
  range,
  reshape,
  scalar,
  slice,
  SparseFillEmptyRows,
  SparseSegmentMean,
  SparseSegmentSum,
  sub,
  sum,
  UnsortedSegmentSum,
  zeros,
  zerosLike,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from '../operations/selection.js';
import {RaggedRange} from '../../tfjs/newer.js';
import {scatter} from '../operations/remainders.js';
import {rule, type InputGradients} from '../rule.js';

const zerosFor = (x: Tensor | undefined) => (): Tensor => zeros((x as Tensor).shape);

const scatterRows = (indices: Tensor, updates: Tensor, shape: number[]): Tensor =>
  scatter(expandDims(indices, -1), updates, shape);

/** `x[indices]`, and 0 where there is no such entry among `length`. */
function gatherWithin(x: Tensor, indices: Tensor, length: number): Tensor {
  const [first, last] = [scalar(0, 'int32'), scalar(length - 1, 'int32')];
  const inside = logicalAnd(greaterEqual(indices, first), lessEqual(indices, last));
  const clipped = minimum(maximum(indices, first), last);
  const gathered = gather(x, clipped);
  const mask = reshape(inside, [...inside.shape, ...gathered.shape.slice(inside.rank).map(() => 1)]);
  return where(mask, gathered, zerosLike(gathered));
}

function ofSegmentData(dy: Tensor, [data, indices, segmentIds]: Tensor[]): InputGradients {
  const ofRows = (): Tensor => gather(dy, segmentIds as Tensor);
  return {
    data: () => scatterRows(indices as Tensor, ofRows(), (data as Tensor).shape),
    indices: zerosFor(indices),
    segmentIds: zerosFor(segmentIds),
  };
}

/** `dy` divided by how many rows each segment has. */
function perRow(dy: Tensor, segmentIds: Tensor): Tensor {
  const counts = scatterRows(segmentIds, ones(segmentIds.shape), [dy.shape[0] ?? 0]);
  return div(dy, reshape(maximum(counts, 1), [counts.size, ...dy.shape.slice(1).map(() => 1)]));
}

/** Entry k of the values is starts[row] + step · deltas[row]: its row, and its step. */
function placesInRanges(splits: Tensor, count: number): {rows: Tensor; steps: Tensor} {
  const places = range(0, count, 1, 'int32');
  const begins = slice(splits, [0], [(splits.shape[0] ?? 1) - 1]);
  const ends = slice(splits, [1], [-1]);
  const begun = greaterEqual(expandDims(places, 1), expandDims(ends, 0));
  const rows = cast(sum(cast(begun, 'float32'), 1), 'int32');
  return {rows, steps: cast(sub(places, gather(begins, rows)), 'float32')};
}

/** The sum of `dy` for each row, of all rows where one number serves them all. */
function overRanges(dy: Tensor, rows: Tensor, x: Tensor): Tensor {
  return x.rank === 0 || x.size === 1 ? reshape(sum(dy), x.shape) : scatterRows(rows, dy, x.shape);
}

export const rules: readonly GradConfig[] = [
  // tfjs's gradient has none for the segments' ids, and throws where one is out of range, which the sum leaves out.
  rule<{numSegments: number}>(UnsortedSegmentSum, {inputs: ['segmentIds']}, (dy, [ids], {numSegments}) => ({
    x: () => gatherWithin(dy, ids as Tensor, numSegments),
    segmentIds: zerosFor(ids),
  })),

  rule(SparseSegmentSum, {inputs: ['data', 'indices', 'segmentIds']}, ofSegmentData),

  rule(SparseSegmentMean, {inputs: ['data', 'indices', 'segmentIds']}, (dy, saved) => {
    const [, , segmentIds] = saved;
    return ofSegmentData(perRow(dy, segmentIds as Tensor), saved);
  }),

  rule<Record<never, never>, Tensor[]>(
    SparseFillEmptyRows,
    {inputs: ['indices', 'denseShape'], outputs: [false, false, false, true]},
    ([, dy], [indices, denseShape, places]) => {
      const dValues = dy as Tensor;
      const given = (): Tensor =>
        scatterRows(places as Tensor, ones((places as Tensor).shape), dValues.shape);
      return {
        values: () => gather(dValues, places as Tensor),
        defaultValue: () => sum(where(equal(given(), 0), dValues, zerosLike(dValues))),
        indices: zerosFor(indices),
        denseShape: zerosFor(denseShape),
      };
    },
  ),

  rule<Record<never, never>, Tensor[]>(
    RaggedRange,
    {inputs: ['starts', 'limits', 'deltas'], outputs: [true]},
    ([, dy], [starts, limits, deltas, splits]) => {
      const dValues = dy as Tensor;
      const places = () => placesInRanges(splits as Tensor, dValues.size);
      return {
        starts: () => overRanges(dValues, places().rows, starts as Tensor),
        limits: zerosFor(limits),
        deltas: () => {
          const {rows, steps} = places();
          return overRanges(mul(dValues, steps), rows, deltas as Tensor);
        },
      };
    },
  ),
];
