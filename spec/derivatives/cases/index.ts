import type {DerivativeCase} from '../case.js';
import {cases as comparison} from './comparison.js';
import {cases as elementwise} from './elementwise.js';
import {cases as activation} from './activation.js';
import {cases as reduction} from './reduction.js';
import {cases as scan} from './scan.js';
import {cases as complex} from './complex.js';
import {cases as matmul} from './matmul.js';
import {cases as linalg} from './linalg.js';
import {cases as loss} from './loss.js';
import {cases as convolution} from './convolution.js';
import {cases as convolution3D} from './convolution-3d.js';
import {cases as fused} from './fused.js';
import {cases as pooling} from './pooling.js';
import {cases as normalization} from './normalization.js';
import {cases as image} from './image.js';
import {cases as slicing} from './slicing.js';
import {cases as gatherScatter} from './gather-scatter.js';

/** The cases of the sweep, by area. */
export const areas: Readonly<Record<string, readonly DerivativeCase[]>> = {
  comparison,
  elementwise,
  activation,
  reduction,
  scan,
  complex,
  matmul,
  linalg,
  loss,
  convolution,
  'convolution-3d': convolution3D,
  fused,
  pooling,
  normalization,
  image,
  slicing,
  'gather-scatter': gatherScatter,
};
