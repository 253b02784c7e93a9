/**
 * Which derivatives tfjs lacks, or has wrong, as the sweep finds them. `node scripts/refusals.js` writes this file.
 */

/** By area, the kernels of which tfjs lacks a derivative or has it wrong: the beginnings of their names. */
export const patterns: Readonly<Record<string, RegExp>> = {
  complex: /^(Complex$|FFT|IFFT|Imag|Real$)/,
  convolution: /^(Conv2|Depthw|Dila)/,
  'convolution-3d': /^(Conv3)/,
  elementwise: /^(EluG|Maxi|Mini|Mod|Pow|Prel|Relu|Sele|Selu|Squared)/,
  'gather-scatter': /^(Gath|RaggedR|Scat|SparseF|SparseS|SparseT|Tens|Unso)/,
  image: /^(Crop|Flip|NonM|Resi|Rota|Transf)/,
  matmul: /^(BatchM|Eins)/,
  normalization: /^(FusedB|LRNG)/,
  pooling: /^(AvgP|MaxP)/,
  reduction: /^(Binc|Cump|Cums|Dens|Prod|TopK)/,
  slicing: /^(DepthT|Diag|Mirr|Spli|Strid|Tile|Unpa)/,
};

/** The same kernels by their names. */
export const kernels: Readonly<Record<string, readonly string[]>> = {
  complex: ['Complex', 'FFT', 'IFFT', 'Imag', 'Real'],
  convolution: [
    'Conv2D',
    'Conv2DBackpropFilter',
    'DepthwiseConv2dNative',
    'DepthwiseConv2dNativeBackpropFilter',
    'DepthwiseConv2dNativeBackpropInput',
    'Dilation2DBackpropFilter',
    'Dilation2DBackpropInput',
  ],
  'convolution-3d': ['Conv3D', 'Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2'],
  elementwise: [
    'EluGrad',
    'Maximum',
    'Minimum',
    'Mod',
    'Pow',
    'Prelu',
    'Relu',
    'Relu6',
    'Select',
    'Selu',
    'SquaredDifference',
  ],
  'gather-scatter': [
    'GatherNd',
    'GatherV2',
    'RaggedRange',
    'ScatterNd',
    'SparseFillEmptyRows',
    'SparseSegmentMean',
    'SparseSegmentSum',
    'SparseToDense',
    'TensorScatterUpdate',
    'UnsortedSegmentSum',
  ],
  image: [
    'CropAndResize',
    'FlipLeftRight',
    'NonMaxSuppressionV3',
    'NonMaxSuppressionV4',
    'NonMaxSuppressionV5',
    'ResizeBilinear',
    'ResizeBilinearGrad',
    'ResizeNearestNeighbor',
    'ResizeNearestNeighborGrad',
    'RotateWithOffset',
    'Transform',
  ],
  matmul: ['BatchMatMul', 'Einsum'],
  normalization: ['FusedBatchNorm', 'LRNGrad'],
  pooling: [
    'AvgPool',
    'AvgPool3D',
    'AvgPool3DGrad',
    'AvgPoolGrad',
    'MaxPool',
    'MaxPool3D',
    'MaxPool3DGrad',
    'MaxPoolGrad',
    'MaxPoolWithArgmax',
  ],
  reduction: ['Bincount', 'Cumprod', 'Cumsum', 'DenseBincount', 'Prod', 'TopK'],
  slicing: ['DepthToSpace', 'Diag', 'MirrorPad', 'SplitV', 'StridedSlice', 'Tile', 'Unpack'],
};

/** Kernels of which tfjs's gradient is right to first order, and wrong from another on. */
export const wrongFrom: Readonly<Record<string, number>> = {Selu: 2};
