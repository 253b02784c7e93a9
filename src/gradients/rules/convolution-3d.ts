/** Convolutions over three dimensions. */
import type {GradConfig} from '@tensorflow/tfjs-core';

import {
  filterGradientRule,
  forwardRule,
  inputGradientRule,
  type ConvolutionFamily,
} from '../convolution-family.js';

const convolution3D: ConvolutionFamily = {
  forward: 'Conv3D',
  inputGradient: 'Conv3DBackpropInputV2',
  filterGradient: 'Conv3DBackpropFilterV2',
  spatialRank: 3,
};

export const rules: readonly GradConfig[] = [
  forwardRule(convolution3D),
  inputGradientRule(convolution3D),
  filterGradientRule(convolution3D),
];
