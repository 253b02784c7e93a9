/** Matrix products, and their generalization by Einstein's summation convention. */
import {
  broadcast_util,
  cast,
  einsum,
  matMul,
  mul,
  ones,
  reshape,
  sum,
  type GradConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {withoutRemainder} from '../operations/remainders.js';
import {rule, type InputGradients} from '../rule.js';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A factor of an einsum: a letter for each of its axes, as in the equation. */
interface Factor {
  readonly labels: readonly string[];
  readonly tensor: Tensor;
}

/** Summed over the axes along which an operand of `shape` was broadcast. */
function sumToShape(gradient: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, gradient.shape);
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), shape);
}

function matMulGradients(
  dy: Tensor,
  saved: Tensor[],
  {transposeA, transposeB}: MatMulAttributes,
): InputGradients {
  const [a, b] = saved as [Tensor, Tensor];
  const gradientOfA = (): Tensor => {
    const rows = withoutRemainder(dy, dy.shape.at(-1) ?? 1);
    return transposeA ? matMul(b, rows, transposeB, true) : matMul(rows, b, false, !transposeB);
  };
  const gradientOfB = (): Tensor => {
    const columns = withoutRemainder(dy, dy.shape.at(-2) ?? 1);
    return transposeB ? matMul(columns, a, true, transposeA) : matMul(a, columns, !transposeA, false);
  };
  return {a: () => sumToShape(gradientOfA(), a.shape), b: () => sumToShape(gradientOfB(), b.shape)};
}

function readEquation(equation: string, tensors: readonly Tensor[]): {operands: Factor[]; output: string[]} {
  const [inputs = '', output = ''] = equation.replace(/\s/g, '').split('->');
  const terms = inputs.split(',');
  const operands = tensors.map((tensor, index) => ({labels: [...(terms[index] ?? '')], tensor}));
  return {operands, output: [...output]};
}

/** The factor summed over the axes that none of the `others` has. */
function withoutPrivateAxes({labels, tensor}: Factor, others: readonly Factor[]): Factor {
  const isShared = (label: string): boolean => others.some((other) => other.labels.includes(label));
  const axes = labels.flatMap((label, axis) => (isShared(label) ? [] : [axis]));
  return axes.length === 0 ? {labels, tensor} : {labels: labels.filter(isShared), tensor: sum(tensor, axes)};
}

/** The product of the factors, summed over all but the axes `kept`. */
function contract(factors: readonly Factor[], kept: readonly string[]): Tensor {
  const [first] = factors;
  // The kernel hands its input itself back where there is nothing to do.
  if (first !== undefined && factors.length === 1 && first.labels.join() === kept.join()) return first.tensor;
  const terms = factors.map(({labels}) => labels.join(''));
  return einsum(`${terms.join()}->${kept.join('')}`, ...factors.map(({tensor}) => tensor));
}

/**
 * The gradient of an operand is the product of `dy` and the other operand, laid out as the operand is. The axes that
 * only the operand has were summed over: along them the gradient is constant. Axes that only the other operand has are
 * summed first, as the kernel leaves out factors in which no summed axis occurs.
 */
function einsumGradient(dy: Factor, operand: Factor, others: readonly Factor[]): Tensor {
  const factors = [dy, ...others.map((other) => withoutPrivateAxes(other, [dy, operand]))];
  const isKept = (label: string): boolean => factors.some(({labels}) => labels.includes(label));
  const kept = operand.labels.filter(isKept);
  const {shape} = operand.tensor;
  const expanded = shape.map((size, axis) => (isKept(operand.labels[axis] as string) ? size : 1));
  const gradient = reshape(contract(factors, kept), expanded);
  return kept.length === shape.length ? gradient : mul(gradient, ones(shape));
}

function einsumGradients(dy: Tensor, tensors: readonly Tensor[], equation: string): InputGradients {
  // The kernel multiplies in the dtype of the first operand it takes.
  const floats = tensors.map((tensor) => cast(tensor, 'float32'));
  const {operands, output} = readEquation(equation, floats);
  const gradients = operands.map((operand, index) => {
    const others = operands.filter((_, at) => at !== index);
    return [String(index), () => einsumGradient({labels: output, tensor: dy}, operand, others)] as const;
  });
  return Object.fromEntries(gradients);
}

export const rules: readonly GradConfig[] = [
  // tfjs's own leaves out the sum over the axes along which an operand was broadcast.
  rule<MatMulAttributes>('BatchMatMul', {inputs: ['a', 'b']}, matMulGradients),
  rule<{equation: string}>('Einsum', {inputs: 'all'}, (dy, saved, {equation}) =>
    einsumGradients(dy, saved, equation),
  ),
];
