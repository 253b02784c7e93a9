/** The kernels of the cpu backend that have no gradient, each with the reason. */
export const notDifferentiable: Readonly<Record<string, string>> = {
  BroadcastArgs: 'computes a shape, of integers',
  Draw: 'draws on a canvas',
  Fill: 'its value is a number, not a tensor',
  LinSpace: 'its ends are numbers, not tensors',
  Multinomial: 'draws random integers',
  OneHot: 'takes integers',
  RaggedGather: 'has a list of tensors among its named inputs, which the tape of tfjs cannot save',
  RaggedTensorToTensor: 'has a list of tensors among its named inputs, which the tape of tfjs cannot save',
  Range: 'its ends are numbers, not tensors',
  SearchSorted: 'finds indices',
  SparseReshape: 'computes indices from indices',
  StaticRegexReplace: 'works on strings',
  StringNGrams: 'works on strings',
  StringSplit: 'works on strings',
  StringToHashBucketFast: 'works on strings',
  Unique: 'how many values it finds jumps where two entries part',
};

/**
 * Gradients that are zero, and by booleans or integers: what comes before these is constant almost everywhere, so that a
 * wrong gradient would reach no argument of floats.
 */
export const reachesNoLeaf: Readonly<Record<string, string>> = {
  'All, by x': 'booleans',
  'Any, by x': 'booleans',
  'Bincount, by x': 'integers',
  'BitwiseAnd, by a': 'integers',
  'BitwiseAnd, by b': 'integers',
  'GatherNd, by indices': 'integers',
  'GatherV2, by indices': 'integers',
  'LogicalAnd, by a': 'booleans',
  'LogicalAnd, by b': 'booleans',
  'LogicalNot, by x': 'booleans',
  'LogicalOr, by a': 'booleans',
  'LogicalOr, by b': 'booleans',
  'ScatterNd, by indices': 'integers',
  'Select, by condition': 'booleans',
  'SparseToDense, by sparseIndices': 'integers',
  'TensorScatterUpdate, by indices': 'integers',
  'UnsortedSegmentSum, by segmentIds': 'integers',
};
