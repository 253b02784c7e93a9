/**
 * Kernels whose output is constant almost everywhere: comparisons and logic. Their gradient is zero, not missing, as
 * the masks of other gradients (maximum, relu6, clipByValue…) stand on them.
 */
import {fill, type GradConfig, type Tensor} from '@tensorflow/tfjs-core';

import {rule} from '../rule.js';

const binaryKernels = [
  'Equal',
  'NotEqual',
  'Greater',
  // tfjs has one for GreaterEqual, of its inputs' dtype: it throws where they are int32.
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'BitwiseAnd',
];

/** By the kernel rather than by `zeros`, whose values are made on the host. */
function zerosOf({shape}: Tensor): Tensor {
  return fill(shape, 0, 'float32');
}

export const rules: readonly GradConfig[] = [
  ...binaryKernels.map((kernelName) =>
    rule(kernelName, {inputs: ['a', 'b']}, (_dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      return {a: () => zerosOf(a), b: () => zerosOf(b)};
    }),
  ),
  rule('LogicalNot', {}, (dy) => ({x: () => zerosOf(dy)})),
];
