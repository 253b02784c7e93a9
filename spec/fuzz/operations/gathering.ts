/** Operations by indices and segments. */
import {table, type Draw, type Operations} from '../operation.js';
import type {Draft, Operand} from '../draft.js';

const gather: Draw = (d) => {
  const x = d.operand();
  if (x.rank === 0) return undefined;
  const axis = d.choose(x.rank);
  const shape = d.pick([[], [3], [2, 2], [5]]);
  return d.call('tf.gather', x, d.indices(shape, x.shape[axis] as number), axis);
};

const gatherInBatches: Draw = (d) => {
  const x = d.float();
  if (x.rank < 2) return undefined;
  const [batch, length] = x.shape as [number, number];
  return d.call('tf.gather', x, d.indices([batch, d.between(1, 3)], length), 1, 1);
};

/** Index tuples into the first axes of a shape. */
function tuples(d: Draft, shape: readonly number[], depth: number, count: number): Operand {
  const columns = shape.slice(0, depth).map((length, axis) => d.indices([count], length, axis % 3));
  return d.call('tf.stack', columns, 1);
}

const gatherNd: Draw = (d) => {
  const x = d.floatWithAxis();
  return d.call('tf.gatherND', x, tuples(d, x.shape, d.between(1, x.rank), d.between(1, 4)));
};

const scatterNd: Draw = (d) => {
  const shape = [d.between(1, 5), d.between(1, 4)].slice(d.choose(2));
  const depth = d.between(1, shape.length);
  const count = d.between(1, 4);
  return d.call(
    'tf.scatterND',
    tuples(d, shape, depth, count),
    d.shaped([count, ...shape.slice(depth)]),
    shape,
  );
};

const tensorScatterUpdate: Draw = (d) => {
  const shape = [d.between(3, 5), d.between(1, 4)].slice(0, d.between(1, 2));
  const x = d.shaped(shape, 0);
  return d.call('updateAt', x, [[2], [0]], d.shaped([2, ...shape.slice(1)]));
};

const sparseToDense: Draw = (d) => {
  const order = d.pick([[3, 1], [0, 2, 3], [1]]);
  const indices = d.call('tf.tensor1d', order, 'int32');
  return d.call('tf.sparseToDense', indices, d.shaped([order.length]), [5], d.shaped([]));
};

const oneHot: Draw = (d) => {
  const depth = d.between(1, 5);
  const indices = d.indices([d.between(1, 5), 2].slice(0, d.between(1, 2)), depth);
  return d.call('tf.oneHot', indices, depth, ...d.pick([[], [5, -1]]));
};

const unsortedSegmentSum: Draw = (d) => {
  const x = d.floatWithAxis();
  const rows = x.shape[0] as number;
  return d.call('tf.unsortedSegmentSum', x, d.indices([rows], 4), d.between(3, 5));
};

const int1 = (d: Draft, values: readonly number[]): Operand => d.call('tf.tensor1d', values, 'int32');

const sparseSegment =
  (name: string): Draw =>
  (d) => {
    const x = d.shaped([d.between(3, 5), d.between(1, 5)].slice(0, d.between(1, 2)), 0);
    return d.call(
      `tf.sparse.${name}`,
      x,
      int1(d, [0, 2, 2, 1]),
      int1(
        d,
        d.pick([
          [0, 0, 1, 1],
          [0, 1, 1, 3],
        ]),
      ),
    );
  };

const sparseFillEmptyRows: Draw = (d) => {
  const filled = d.call(
    'tf.sparse.sparseFillEmptyRows',
    [
      [0, 1],
      [2, 0],
      [2, 2],
    ],
    d.shaped([3]),
    [4, 3],
    d.shaped([]),
  );
  return d.member(filled, 'outputValues');
};

/** Starts which move too little to change how many values there are. */
const raggedRange: Draw = (d) => {
  const starts = d.call('tf.add', d.call('tf.mul', d.tanh(d.shaped([2], 0)), 0.1), [0.5, 2]);
  const ranges = d.call(
    'tf.raggedRange',
    starts,
    d.call('tf.tensor1d', [2.75, 3.3]),
    d.call('tf.scalar', 0.5),
  );
  return d.member(ranges, 'rtDenseValues');
};

const searchSorted: Draw = (d) => {
  const rows = d.between(1, 2);
  const sorted = d.call('tf.cumsum', d.call('tf.abs', d.shaped([rows, d.between(2, 9)], 0)), 1);
  return d.call(`tf.${d.pick(['lowerBound', 'upperBound'])}`, sorted, d.shaped([rows, d.between(1, 4)]));
};

const confusionMatrix: Draw = (d) =>
  d.call('tf.math.confusionMatrix', d.indices([5], 3, 0), d.indices([5], 3), 3);

export const gathering: Operations = {
  ...table({
    gather: gather,
    'gather, batches': gatherInBatches,
    gatherND: gatherNd,
    oneHot: oneHot,
    scatterND: scatterNd,
    searchSorted: searchSorted,
    sparseToDense: sparseToDense,
    sparseSegmentMean: sparseSegment('sparseSegmentMean'),
    sparseSegmentSum: sparseSegment('sparseSegmentSum'),
    sparseFillEmptyRows: sparseFillEmptyRows,
    tensorScatterUpdate: tensorScatterUpdate,
    confusionMatrix: confusionMatrix,
  }),
  ...table(
    {unsortedSegmentSum},
    {
      notSpecial: 'its kernel multiplies by a mask, so that a NaN reaches every segment',
      skip: {wasm: 'it has no such kernel'},
    },
  ),
  ...table(
    {raggedRange},
    {
      notSpecial:
        'how many numbers lie in a range that begins at NaN or infinity is another question at each call',
      skip: {wasm: 'it has no such kernel'},
    },
  ),
};
