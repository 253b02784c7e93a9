/**
 * Gradients that every import brings, as they are small and much else stands on them: those of kernels whose output is
 * constant almost everywhere, of casts, and of extremes.
 *
 * The gradient of a comparison is zero, not missing, as the masks of other gradients (maximum, relu6, clipByValue…) are
 * comparisons.
 */
import {
  cast,
  div,
  equal,
  fill,
  mul,
  reshape,
  sum,
  util,
  type DataType,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {rule} from './rule.js';

/** Kernels of constant output, by the names of their inputs. */
const constant: Readonly<Record<string, readonly string[]>> = {
  // tfjs has a gradient for GreaterEqual, of its inputs' dtype: it throws where they are int32. For FloorDiv it has that of a
  // division. Those for ArgMax and ArgMin are of the dtype of x, and throw for integers.
  'a b': [
    'Equal',
    'NotEqual',
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
    'LogicalAnd',
    'LogicalOr',
    'BitwiseAnd',
    'FloorDiv',
  ],
  x: ['LogicalNot', 'All', 'Any', 'ArgMax', 'ArgMin'],
};

/** By the kernel rather than by `zeros`, whose values are made on the host. */
function zerosOf({shape}: Tensor): Tensor {
  return fill(shape, 0, 'float32');
}

function constantRule(kernelName: string, inputs: readonly string[]): GradConfig {
  return rule(kernelName, {inputs}, (_dy, saved) =>
    Object.fromEntries(inputs.map((name, index) => [name, () => zerosOf(saved[index] as Tensor)])),
  );
}

/** From the narrowest on, each holds all values of those before it. */
const widening: readonly DataType[] = ['bool', 'int32', 'float32'];

/** Any other cast rounds, and is constant almost everywhere; tfjs lets the gradient through either. */
function losesNothing(from: DataType, to: DataType): boolean {
  return widening.indexOf(from) <= widening.indexOf(to);
}

/**
 * tfjs hands the whole gradient to each of several equal extremes, which together get a multiple of it: no subgradient.
 * Each gets its share, as in TensorFlow.
 */
const extreme = (kernelName: string, axesName: string): GradConfig =>
  rule<Record<string, number | number[]>>(
    kernelName,
    {inputs: ['x'], outputs: [true]},
    (dy, saved, attributes) => {
      const [x, y] = saved as [Tensor, Tensor];
      const axes = util.parseAxisParam(attributes[axesName] as number[], x.shape);
      const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return {
        x: () => {
          const isExtreme = cast(equal(x, reshape(y, kept)), 'float32');
          return mul(isExtreme, div(reshape(dy, kept), sum(isExtreme, axes, true)));
        },
      };
    },
  );

export const basics: readonly GradConfig[] = [
  ...Object.entries(constant).flatMap(([inputs, kernels]) =>
    kernels.map((kernelName) => constantRule(kernelName, inputs.split(' '))),
  ),
  rule<{dtype: DataType}>('Cast', {inputs: ['x']}, (dy, saved, {dtype}) => {
    const [x] = saved as [Tensor];
    return {x: () => (losesNothing(x.dtype, dtype) ? dy.clone() : zerosOf(dy))};
  }),
  extreme('Max', 'reductionIndices'),
  extreme('Min', 'axis'),
];
