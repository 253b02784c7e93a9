/** Every gradient that this package brings, by area. A kernel stands in one area only: register.ts refuses a second. */
import type {GradConfig} from '@tensorflow/tfjs-core';

import {rules as comparison} from './comparison.js';
import {rules as elementwise} from './elementwise.js';
import {rules as reduction} from './reduction.js';
import {rules as scan} from './scan.js';
import {rules as matmul} from './matmul.js';
import {rules as convolution} from './convolution.js';
import {rules as convolution3D} from './convolution-3d.js';
import {rules as pooling} from './pooling.js';
import {rules as normalization} from './normalization.js';
import {rules as image} from './image.js';
import {rules as suppression} from './suppression.js';
import {rules as slicing} from './slicing.js';
import {rules as gatherScatter} from './gather-scatter.js';

export const rules: readonly GradConfig[] = [
  ...comparison,
  ...elementwise,
  ...reduction,
  ...scan,
  ...matmul,
  ...convolution,
  ...convolution3D,
  ...pooling,
  ...normalization,
  ...image,
  ...suppression,
  ...slicing,
  ...gatherScatter,
];
