/**
 * Gradients of the kernels that make up a kind of convolution. The convolution is linear in its input `x` and in its
 * `filter`, and its two backward kernels are its transposes; so the three are each other's gradients.
 */
import type {GradConfig, NamedAttrMap, Tensor} from '@tensorflow/tfjs-core';

import {shapeWithHoles, spatialDilations, withHoles, withoutHoles, type Dilations} from './dilated-filter.js';
import {run, type RunKernel} from './kernels.js';
import {rule} from '../rule.js';

/** The kernels of one kind of convolution. */
export interface ConvolutionFamily {
  /** From `x` and `filter`. */
  readonly forward: string;
  /** From `dy` and `filter`, of the shape `inputShape`. */
  readonly inputGradient: string;
  /** From `x` and `dy`, of the shape `filterShape`. */
  readonly filterGradient: string;
  /** How many dimensions the window moves in. */
  readonly spatialRank: 2 | 3;
  /** Runs a backward kernel, where tfjs's own does not always serve. */
  readonly runBackward?: RunKernel;
}

/** Strides, padding and so on: everything that the kernels of a family have in common. */
export type WindowAttributes = NamedAttrMap;

export type ForwardAttributes = WindowAttributes & {dilations?: Dilations | null};

export interface ConvolutionGradients {
  readonly x: () => Tensor;
  readonly filter: () => Tensor;
}

/** The gradients of a convolution. tfjs's own refuse dilations, and those of conv2d forget `dimRoundingMode`. */
export function convolutionGradients(
  {inputGradient, filterGradient, spatialRank, runBackward = run}: ConvolutionFamily,
  dy: Tensor,
  [x, filter]: readonly [Tensor, Tensor],
  {dilations, ...shared}: ForwardAttributes,
): ConvolutionGradients {
  const holes = spatialDilations(dilations, spatialRank);
  const window = {...shared, dilations: holes.map(() => 1)};
  const filterShape = shapeWithHoles(filter.shape, holes);
  return {
    x: () =>
      runBackward(inputGradient, {dy, filter: withHoles(filter, holes)}, {...window, inputShape: x.shape}),
    filter: () => withoutHoles(runBackward(filterGradient, {x, dy}, {...window, filterShape}), holes),
  };
}

/** The gradient of the convolution itself. */
export function forwardRule(family: ConvolutionFamily): GradConfig {
  return rule<ForwardAttributes>(
    family.forward,
    {inputs: ['x', 'filter']},
    (dy, [x, filter], attributes) => ({
      ...convolutionGradients(family, dy, [x as Tensor, filter as Tensor], attributes),
    }),
  );
}

/** The gradient of the kernel that is the gradient with respect to the input. */
export function inputGradientRule({
  forward,
  inputGradient,
  filterGradient,
  runBackward = run,
}: ConvolutionFamily): GradConfig {
  return rule<WindowAttributes>(inputGradient, {inputs: ['dy', 'filter']}, (x, saved, attributes) => {
    const [dy, filter] = saved as [Tensor, Tensor];
    const {inputShape: _, ...window} = attributes;
    return {
      dy: () => run(forward, {x, filter}, undilated(window)),
      filter: () => runBackward(filterGradient, {x, dy}, {...window, filterShape: filter.shape}),
    };
  });
}

/** The gradient of the kernel that is the gradient with respect to the filter. */
export function filterGradientRule({
  forward,
  inputGradient,
  filterGradient,
  runBackward = run,
}: ConvolutionFamily): GradConfig {
  return rule<WindowAttributes>(filterGradient, {inputs: ['x', 'dy']}, (filter, saved, attributes) => {
    const [x, dy] = saved as [Tensor, Tensor];
    const {filterShape: _, ...window} = attributes;
    return {
      x: () => runBackward(inputGradient, {dy, filter}, {...window, inputShape: x.shape}),
      dy: () => run(forward, {x, filter}, undilated(window)),
    };
  });
}

/** The backward kernels are not told of dilations; the convolution has to be. */
const undilated = (window: WindowAttributes): WindowAttributes => ({...window, dilations: 1});
