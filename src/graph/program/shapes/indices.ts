/**
 * Kernels that gather by indices, and that scatter.
 */
import {like} from './element-wise.js';
import {one, type Result, type Rule, type Rules} from './rule.js';

const gather: Rule = (contents) => {
  const [x, indices] = [contents.operand('x'), contents.operand('indices')];
  const axis = contents.axis('axis', x.shape.length, 0);
  const given = contents.number('batchDims', 0);
  const batch = given < 0 ? given + indices.shape.length : given;
  return one([...x.shape.slice(0, axis), ...indices.shape.slice(batch), ...x.shape.slice(axis + 1)], x.dtype);
};

const gatherNd: Rule = (contents) => {
  const [params, indices] = [contents.operand('params'), contents.operand('indices')];
  const depth = indices.shape[indices.shape.length - 1] ?? contents.fail('has indices of rank 0');
  return one([...indices.shape.slice(0, -1), ...params.shape.slice(depth)], params.dtype);
};

const scatterNd: Rule = (contents) => one(contents.numbers('shape'), contents.operand('updates').dtype);

const segmentSum: Rule = (contents) => {
  const [x, ids] = [contents.operand('x'), contents.operand('segmentIds')];
  return one([contents.number('numSegments'), ...x.shape.slice(ids.shape.length)], x.dtype);
};

const oneHot: Rule = (contents) =>
  one([...contents.operand('indices').shape, contents.number('depth')], contents.text('dtype'));

const sparseToDense: Rule = (contents) =>
  one(contents.numbers('outputShape'), contents.operand('sparseValues').dtype);

const sparseReshape: Rule = (contents): readonly Result[] => {
  const [indices, to] = [contents.operand('inputIndices'), contents.operand('newShape')];
  const rank = to.shape[0] ?? 0;
  return [
    {shape: [indices.shape[0] ?? 0, rank], dtype: indices.dtype},
    {shape: [rank], dtype: to.dtype},
  ];
};

export const indexRules: Rules = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  SearchSorted: like('values', 'int32'),
  SparseReshape: sparseReshape,
  SparseToDense: sparseToDense,
  StringToHashBucketFast: like('input', 'int32'),
  TensorScatterUpdate: like('tensor'),
  UnsortedSegmentSum: segmentSum,
};
