/**
 * Element-wise kernels whose gradient in tfjs is wrong, throws, or makes NaN of 0·∞.
 *
 * Where a gradient is zero for some elements it is selected, not multiplied by a mask: the product is NaN where what
 * comes back is infinite, as in `sqrt(relu(x))` at x < 0.
 */
import {
  add,
  broadcastTo,
  cast,
  div,
  engine,
  equal,
  exp,
  fill,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalOr,
  minimum,
  mul,
  neg,
  pow,
  reshape,
  sub,
  sum,
  zerosLike,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {select, where} from '../operations/selection.js';
import {rule, type InputGradients} from '../rule.js';

/** Of the paper that brought selu (Klambauer et al., 2017), as in tfjs, which does not export them. */
const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

/** `gradient` summed over the axes along which an operand of this shape was broadcast. */
function summedTo(shape: number[], gradient: Tensor): Tensor {
  const added = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((size, axis) => (size === (shape[axis - added] ?? -1) ? [] : [axis]));
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), shape);
}

function asFloat(tensor: Tensor): Tensor {
  return tensor.dtype === 'float32' ? tensor : cast(tensor, 'float32');
}

function zerosOf({shape}: Tensor): Tensor {
  return fill(shape, 0, 'float32');
}

/** `gradient`, but zero where `condition` holds. A NaN, for which no comparison holds, thus lets the gradient through. */
function zeroWhere(condition: Tensor, gradient: Tensor): Tensor {
  return select(condition, zerosOf(gradient), gradient);
}

/** The larger or smaller of two: to `a` go the elements where it is not beaten, a tie included, as in tfjs. */
function extremum(kernelName: string, beaten: typeof less, holds: typeof less): GradConfig {
  return rule(kernelName, {inputs: ['a', 'b']}, (dy, saved) => {
    const [a, b] = saved as [Tensor, Tensor];
    return {
      a: () => summedTo(a.shape, zeroWhere(beaten(a, b), dy)),
      b: () => summedTo(b.shape, zeroWhere(holds(a, b), dy)),
    };
  });
}

function squaredDifferenceGradient(dy: Tensor, saved: Tensor[]): InputGradients {
  const [a, b] = saved as [Tensor, Tensor];
  const along = (left: Tensor, right: Tensor): Tensor => mul(dy, mul(2, sub(asFloat(left), asFloat(right))));
  return {a: () => summedTo(a.shape, along(a, b)), b: () => summedTo(b.shape, along(b, a))};
}

/** As tfjs's, but that for equal shapes hands back `dy` itself. */
function modGradient(dy: Tensor, saved: Tensor[]): InputGradients {
  const [a, b] = saved as [Tensor, Tensor];
  return {
    a: () => summedTo(a.shape, dy.clone()),
    b: () => summedTo(b.shape, mul(dy, neg(floor(div(asFloat(a), asFloat(b)))))),
  };
}

/** As tfjs's, but that lets `x` be broadcast too. */
function preluGradient(dy: Tensor, saved: Tensor[]): InputGradients {
  const [x, alpha] = saved as [Tensor, Tensor];
  const isPositive = greater(x, 0);
  return {
    x: () => summedTo(x.shape, where(isPositive, dy, mul(dy, alpha))),
    alpha: () => summedTo(alpha.shape, where(isPositive, zerosLike(dy), mul(dy, x))),
  };
}

/**
 * As tfjs's, b·a^(b-1) and a^b·log(a), but at a = 0: there the first is 0·∞ where b is 0, as it is in the second derivative
 * of a², and the second was selected after an infinite logarithm, which is NaN when differentiated again.
 */
function powGradient(dy: Tensor, saved: Tensor[]): InputGradients {
  const [a, b, y] = saved.map(asFloat) as [Tensor, Tensor, Tensor];
  return {
    a: () => {
      // 1 in the place of 0 only where both are 0: elsewhere b = 0 has mixed derivatives.
      const base = add(a, cast(logicalAnd(equal(a, 0), equal(b, 0)), 'float32'));
      return summedTo(a.shape, mul(dy, mul(b, pow(base, sub(b, 1)))));
    },
    b: () => {
      const hasNoLog = lessEqual(a, 0);
      const logarithm = log(select(hasNoLog, fill(a.shape, 1, 'float32'), a));
      return summedTo(b.shape, mul(dy, zeroWhere(broadcastTo(hasNoLog, dy.shape), mul(y, logarithm))));
    },
  };
}

/** As tfjs's, but of an exponential that cannot overflow: selected away, it still makes the second derivative NaN. */
function seluGradient(dy: Tensor, saved: Tensor[]): InputGradients {
  const [x] = saved as [Tensor];
  const forNegative = (): Tensor => mul(mul(dy, SELU_SCALE_ALPHA), exp(minimum(asFloat(x), 0)));
  return {x: () => select(greater(x, 0), mul(dy, SELU_SCALE), forNegative())};
}

function eluBackwardGradient(gradient: Tensor, saved: Tensor[]): InputGradients {
  const [dy, y] = saved as [Tensor, Tensor];
  return {
    dy: () => engine().runKernel('EluGrad', {dy: gradient, y}),
    y: () => zeroWhere(greaterEqual(y, 0), mul(gradient, dy)),
  };
}

export const rules: readonly GradConfig[] = [
  extremum('Maximum', less, greaterEqual),
  extremum('Minimum', greater, lessEqual),
  rule('SquaredDifference', {inputs: ['a', 'b']}, squaredDifferenceGradient),
  rule('Mod', {inputs: ['a', 'b']}, modGradient),
  rule('Pow', {inputs: ['a', 'b'], outputs: [true]}, powGradient),
  rule('Select', {inputs: ['condition']}, (dy, saved) => {
    const [condition] = saved as [Tensor];
    return {
      condition: () => zerosOf(condition),
      t: () => select(condition, dy, zerosOf(dy)),
      e: () => zeroWhere(condition, dy),
    };
  }),
  rule('Relu', {inputs: ['x']}, (dy, saved) => {
    const [x] = saved as [Tensor];
    return {x: () => zeroWhere(lessEqual(x, 0), dy)};
  }),
  rule('Relu6', {inputs: ['x']}, (dy, saved) => {
    const [x] = saved as [Tensor];
    return {x: () => zeroWhere(logicalOr(lessEqual(x, 0), greater(x, 6)), dy)};
  }),
  // tfjs's gradients of these two are by tf.where, which stops at rank 4 on webgl.
  rule<{clipValueMin: number; clipValueMax: number}>(
    'ClipByValue',
    {inputs: ['x']},
    (dy, saved, attributes) => {
      const [x] = saved as [Tensor];
      const {clipValueMin, clipValueMax} = attributes;
      return {
        x: () => zeroWhere(logicalOr(less(x, clipValueMin), greater(x, clipValueMax)), dy),
      };
    },
  ),
  rule<{alpha: number}>('LeakyRelu', {inputs: ['x']}, (dy, saved, {alpha}) => {
    const [x] = saved as [Tensor];
    return {x: () => select(greater(x, 0), dy, mul(dy, alpha))};
  }),
  rule('Prelu', {inputs: ['x', 'alpha']}, preluGradient),
  rule('Selu', {inputs: ['x']}, seluGradient),
  rule('EluGrad', {inputs: ['dy', 'y']}, eluBackwardGradient),
];
