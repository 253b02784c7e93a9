/** Convolutions over two dimensions, dense and depthwise, and the morphological dilation. */
import type {GradConfig} from '@tensorflow/tfjs-core';

import {
  filterGradientRule,
  forwardRule,
  inputGradientRule,
  type ConvolutionFamily,
} from '../operations/convolution-family.js';
import {runBackward2D} from '../operations/convolution-2d.js';
import {rules as dilation} from './dilation.js';

export const convolution2D: ConvolutionFamily = {
  forward: 'Conv2D',
  inputGradient: 'Conv2DBackpropInput',
  filterGradient: 'Conv2DBackpropFilter',
  spatialRank: 2,
  runBackward: runBackward2D,
};

export const depthwiseConvolution2D: ConvolutionFamily = {
  forward: 'DepthwiseConv2dNative',
  inputGradient: 'DepthwiseConv2dNativeBackpropInput',
  filterGradient: 'DepthwiseConv2dNativeBackpropFilter',
  spatialRank: 2,
  runBackward: runBackward2D,
};

export const rules: readonly GradConfig[] = [
  forwardRule(convolution2D),
  // That of Conv2DBackpropInput is right in tfjs, but runs a kernel that wasm lacks.
  inputGradientRule(convolution2D),
  filterGradientRule(convolution2D),
  forwardRule(depthwiseConvolution2D),
  inputGradientRule(depthwiseConvolution2D),
  filterGradientRule(depthwiseConvolution2D),
  ...dilation,
];
