/**
 * Kernels whose results depend on more than their node holds: how many values are found, say.
 */
import type {Rules} from './rule.js';

const data = {dependsOn: 'the elements of its operands'};

export const undetermined: Rules = {
  FromPixels: {dependsOn: 'the size of an image'},
  NonMaxSuppressionV3: data,
  NonMaxSuppressionV4: data,
  NonMaxSuppressionV5: data,
  RaggedGather: data,
  RaggedRange: data,
  RaggedTensorToTensor: data,
  SparseFillEmptyRows: data,
  SparseSegmentMean: data,
  SparseSegmentSum: data,
  StringNGrams: data,
  StringSplit: data,
  Unique: data,
};
