export const areas: Readonly<Record<string, string>> = {
  elementwise: 'Maximum Minimum SquaredDifference Mod Pow Select Relu Relu6 Prelu EluGrad',
  matmul: 'BatchMatMul Einsum',
  reduction: 'Prod TopK Bincount DenseBincount Cumsum Cumprod',
  slicing: 'MirrorPad Tile SplitV Unpack StridedSlice DepthToSpace Diag',
  convolution: 'Conv2D DepthwiseConv2dNative',
  'convolution-3d': 'Conv3D',
  pooling: 'AvgPool MaxPool AvgPool3D MaxPool3D MaxPoolWithArgmax',
  normalization: 'FusedBatchNorm',
  image: 'ResizeBilinear ResizeNearestNeighbor CropAndResize Transform RotateWithOffset FlipLeftRight',
  'gather-scatter': 'GatherV2 UnsortedSegmentSum GatherNd ScatterNd',
};
