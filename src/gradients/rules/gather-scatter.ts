/**
 * Gathering, scattering and segment sums. Gradients scatter with `scatterND` rather than `unsortedSegmentSum`, which
 * on cpu takes one pass over its input for each of its segments, and which wasm does not have.
 */
import {
  add,
  equal,
  gatherND,
  GatherNd,
  GatherV2,
  greater,
  logicalOr,
  ones,
  range,
  reshape,
  ScatterNd,
  SparseToDense,
  stack,
  sum,
  transpose,
  unstack,
  util,
  zeros,
  zerosLike,
  type GatherV2Attrs,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from '../operations/selection.js';
import {TensorScatterUpdate, tensorScatterUpdate} from '../../tfjs/newer.js';
import {scatter} from '../operations/remainders.js';
import {rule} from '../rule.js';
import {rules as segmentRules} from './segments.js';

const zerosFor = (x: Tensor | undefined) => (): Tensor => zeros((x as Tensor).shape);

/** The adjoint of gather: adds the slices of `dy` to zeros of the shape of `x`. */
function ungather(dy: Tensor, x: Tensor, indices: Tensor, attributes: GatherV2Attrs): Tensor {
  const axis = attributes.axis < 0 ? attributes.axis + x.rank : attributes.axis;
  const batchDims = attributes.batchDims < 0 ? attributes.batchDims + indices.rank : attributes.batchDims;
  const batch = util.sizeFromShape(x.shape.slice(0, batchDims));
  const outer = util.sizeFromShape(x.shape.slice(batchDims, axis));
  const inner = util.sizeFromShape(x.shape.slice(axis + 1));
  const length = x.shape[axis] ?? 1;
  const count = util.sizeFromShape(indices.shape.slice(batchDims));
  const slices = swapMiddle(reshape(dy, [batch, outer, count, inner]));
  const sums = scatter(
    reshape(rowsOf(indices, batch, count, length), [batch * count, 1]),
    reshape(slices, [batch * count, outer * inner]),
    [batch * length, outer * inner],
  );
  return reshape(swapMiddle(reshape(sums, [batch, length, outer, inner])), x.shape);
}

function swapMiddle(x: Tensor): Tensor {
  const [batch = 1, second = 1, third = 1, inner = 1] = x.shape;
  if (second === 1 || third === 1) return reshape(x, [batch, third, second, inner]);
  return transpose(x, [0, 2, 1, 3]);
}

/** The indices into the axis of every batch, as indices into all batches one behind the other. */
function rowsOf(indices: Tensor, batch: number, count: number, length: number): Tensor {
  if (batch === 1 || count === 0 || length === 0) return indices;
  const offsets = reshape(range(0, batch * length, length, 'int32'), [batch, 1]);
  return add(reshape(indices, [batch, count]), offsets);
}

/** One row for each index: scatterND and sparseToDense take a list or a scalar for indices into one axis as well. */
function asRows(indices: Tensor): Tensor {
  return indices.rank > 1 ? indices : reshape(indices, [indices.size, 1]);
}

const depthOf = (rows: Tensor): number => rows.shape[rows.rank - 1] ?? 1;

/** `condition`, one for each slice of `x`, with axes of 1 appended so that it broadcasts over the slices. */
function overSlices(condition: Tensor, x: Tensor): Tensor {
  return reshape(condition, [...condition.shape, ...x.shape.slice(condition.rank).map(() => 1)]);
}

const keepWhere = (condition: Tensor, x: Tensor): Tensor => where(overSlices(condition, x), x, zerosLike(x));

/** Of the slices of a tensor of `shape`, those that no row points at. */
function untouched(rows: Tensor, shape: readonly number[]): Tensor {
  const hits = scatter(rows, ones(rows.shape.slice(0, -1)), shape.slice(0, depthOf(rows)));
  return equal(hits, 0);
}

/**
 * Which of the updates show in the result of an update by `rows`. Of several to one place cpu keeps the last, webgl
 * adds them up; so the backend is asked, with the updates' numbers, and with ones, of which more than one comes back
 * where they add up.
 */
function shown(rows: Tensor, shape: readonly number[]): Tensor {
  const updates = rows.shape.slice(0, -1);
  const places = shape.slice(0, depthOf(rows));
  const numbers = reshape(range(1, util.sizeFromShape(updates) + 1), updates);
  const marks = stack([numbers, ones(updates)], -1);
  // In one call: on cpu tensorScatterUpdate writes into its input, and two calls may be given the same zeros.
  const found = unstack(gatherND(tensorScatterUpdate(zeros([...places, 2]), rows, marks), rows), -1);
  return logicalOr(equal(found[0] as Tensor, numbers), greater(found[1] as Tensor, 1));
}

/** The gradient with respect to updates that replace. */
function ofUpdates(dy: Tensor, rows: Tensor, updates: Tensor): Tensor {
  if (updates.size === 0) return zeros(updates.shape);
  return reshape(keepWhere(shown(rows, dy.shape), gatherND(dy, rows)), updates.shape);
}

function ungatherND(dy: Tensor, params: Tensor, indices: Tensor): Tensor {
  const depth = depthOf(indices);
  const slice = params.shape.slice(depth);
  const count = util.sizeFromShape(indices.shape.slice(0, -1));
  // No axis is indexed: every slice is the whole of params.
  if (depth === 0) return sum(reshape(dy, [count, ...params.shape]), 0);
  return scatter(reshape(indices, [count, depth]), reshape(dy, [count, ...slice]), params.shape);
}

export const rules: readonly GradConfig[] = [
  // tfjs's gradient is wrong for two batch dimensions, and gives the indices themselves as their gradient.
  rule<GatherV2Attrs>(
    GatherV2,
    {inputs: ['x', 'indices']},
    (dy, [x, indices], {axis = 0, batchDims = 0}) => ({
      x: () => ungather(dy, x as Tensor, indices as Tensor, {axis, batchDims}),
      indices: zerosFor(indices),
    }),
  ),

  rule(GatherNd, {inputs: ['params', 'indices']}, (dy, [params, indices]) => ({
    params: () => ungatherND(dy, params as Tensor, indices as Tensor),
    indices: zerosFor(indices),
  })),

  rule(ScatterNd, {inputs: ['indices', 'updates']}, (dy, [indices, updates]) => ({
    updates: () => reshape(gatherND(dy, asRows(indices as Tensor)), (updates as Tensor).shape),
    indices: zerosFor(indices),
  })),

  rule(TensorScatterUpdate, {inputs: ['indices', 'updates']}, (dy, [indices, updates]) => ({
    // Not by an update with zeros: on cpu tensorScatterUpdate writes into its input.
    tensor: () => keepWhere(untouched(asRows(indices as Tensor), dy.shape), dy),
    updates: () => ofUpdates(dy, asRows(indices as Tensor), updates as Tensor),
    indices: zerosFor(indices),
  })),

  rule(SparseToDense, {inputs: ['sparseIndices', 'sparseValues']}, (dy, [sparseIndices, sparseValues]) => {
    const rows = (): Tensor => asRows(sparseIndices as Tensor);
    const values = sparseValues as Tensor;
    const gradients = {
      sparseValues: () => ofUpdates(dy, rows(), values),
      defaultValue: () => sum(keepWhere(untouched(rows(), dy.shape), dy)),
      sparseIndices: zerosFor(sparseIndices),
    };
    if (values.rank > 0) return gradients;
    // One value for all of the indices.
    const each = (): Tensor => zeros(rows().shape.slice(0, -1));
    return {...gradients, sparseValues: () => sum(ofUpdates(dy, rows(), each()))};
  }),

  ...segmentRules,
];
