/** The kernels of the cpu backend that have no gradient, each with the reason. */
export const notDifferentiable: Readonly<Record<string, string>> = {
  BroadcastArgs: 'computes a shape, of integers',
  Draw: 'draws on a canvas',
  Fill: 'its value is a number, not a tensor',
  LinSpace: 'its ends are numbers, not tensors',
  Multinomial: 'draws random integers',
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
