/** Convolutions over three dimensions. */
import {getBackend, type GradConfig} from '@tensorflow/tfjs-core';

import {runOnWasm} from '../operations/convolution-3d-on-wasm.js';
import {
  filterGradientRule,
  forwardRule,
  inputGradientRule,
  type ConvolutionFamily,
} from '../operations/convolution-family.js';
import {run} from '../operations/kernels.js';

const convolution3D: ConvolutionFamily = {
  forward: 'Conv3D',
  inputGradient: 'Conv3DBackpropInputV2',
  filterGradient: 'Conv3DBackpropFilterV2',
  spatialRank: 3,
  runBackward: (kernelName, inputs, attributes) =>
    (getBackend() === 'wasm' ? runOnWasm : run)(kernelName, inputs, attributes),
};

export const rules: readonly GradConfig[] = [
  forwardRule(convolution3D),
  inputGradientRule(convolution3D),
  filterGradientRule(convolution3D),
];
