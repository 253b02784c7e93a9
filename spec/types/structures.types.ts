/**
 * The types of calls on structures that hold their own kind, or that leave members out.
 * Checked by `tsc --noEmit`; nothing here runs.
 */
import * as tf from '@tensorflow/tfjs-core';

import {
  checkGradients,
  graph,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndGradient,
} from '../../src/index.js';
import {expectType} from './expect-type.js';

declare const scalar: tf.Scalar;
declare const vector: tf.Tensor1D;

type Tree = tf.Tensor | readonly Tree[] | {readonly [name: string]: Tree};
type MutableTree = tf.Tensor | MutableTree[] | {[name: string]: MutableTree};
interface TreeNode {
  value: tf.Tensor1D;
  children: TreeNode[];
}
declare const tree: Tree;
declare const mutableTree: MutableTree;
declare const node: TreeNode;

export function treesAsArguments(): void {
  const [, gradient] = valueAndGradient((_t) => scalar, tree);
  if (gradient instanceof tf.Tensor) gradient.dispose();
  else if (Array.isArray(gradient)) gradient.length.toFixed();
  valueAndGradient((t: Tree) => (t instanceof tf.Tensor ? t : scalar), tree);
  valueAndGradient((_t, x) => x, [mutableTree, vector]);
  const ofNode = valueAndGradient(({value}) => value, node);
  expectType<tf.Tensor1D>()(ofNode[1].value);
  expectType<tf.Tensor1D | undefined>()(ofNode[1].children[0]?.children[0]?.value);
  jacobian((_t) => vector, tree);
  hessian((_t) => scalar, mutableTree);
  hessianVectorProduct(() => scalar, node, node);
  checkGradients((_t) => scalar, tree);
  valueAndGradient(
    graph((_t: Tree) => scalar),
    tree,
  );
}

export function treesAsValues(): void {
  const [y] = valueAndGradient((x): Tree => [x, {x}], vector);
  if (y instanceof tf.Tensor) y.dispose();
  valueAndGradient((x): TreeNode => ({value: x, children: []}), vector);
  jacobian((x): MutableTree => [x], vector);
}

interface Layer {
  weights: tf.Tensor2D;
  bias?: tf.Tensor1D;
  scale?: number;
}
declare const layer: Layer;

export function membersThatMayBeLeftOut(): void {
  const f = ({weights, bias}: {weights: tf.Tensor2D; bias?: tf.Tensor1D}): tf.Tensor =>
    bias === undefined ? weights : tf.add(weights, bias);
  const [, gradient] = valueAndGradient(f, layer);
  expectType<{weights: tf.Tensor2D; bias?: tf.Tensor1D; scale?: tf.Scalar}>()(gradient);
  const packed = valueAndGradient((x, {bias}) => (bias ? tf.mul(x, bias) : x), [vector, layer]);
  expectType<tf.Tensor1D | undefined>()(packed[1][1].bias);
  const named = valueAndGradient((x, {bias}) => (bias ? tf.mul(x, bias) : x), [vector], {kwargs: layer});
  expectType<tf.Tensor1D | undefined>()(named[2].bias);
  hessianVectorProduct((l) => tf.sum(l.weights), layer, {weights: [[1]]});
  // @ts-expect-error: the bias may be missing.
  gradient.bias.dispose();
  // @ts-expect-error: null is no leaf, though it may be missing.
  valueAndGradient(() => scalar, {x: vector} as {x: tf.Tensor; bias?: tf.Tensor | null});
}

export function partsThatMayBeLeftOut(): void {
  const [y] = valueAndGradient((x): {mean: tf.Tensor; variance?: tf.Tensor1D} => ({mean: x}), vector);
  expectType<{mean: tf.Tensor; variance?: tf.Tensor1D}>()(y);
  checkGradients((x): {mean: tf.Tensor; variance?: tf.Tensor1D} => ({mean: x}), vector);
}
