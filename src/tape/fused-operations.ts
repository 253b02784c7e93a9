/**
 * `tf.fused.conv2d`, `tf.fused.depthwiseConv2d` and `tf.fused.matMul`.
 *
 * While a gradient is taken, tfjs runs them, where their activation is linear, as customGrads whose gradient functions
 * know nothing of the call's attributes: they refuse dilation and NCHW, and go wrong on broadcast batches and single
 * images. Here their bodies run as they are, and the gradients of the fused kernels do the rest.
 */
import type {Tensor} from '@tensorflow/tfjs-core';

import {internals, type KernelCall} from '../engine.js';

const scopes: ReadonlySet<string> = new Set([
  'fusedConv2d__op',
  'fusedDepthwiseConv2d__op',
  'fusedMatMul__op',
]);

/** The body of the customGrad by which tfjs runs a fused operation; undefined for any other call. */
export function fusedBody({forwardFunc}: KernelCall): (() => Tensor) | undefined {
  if (forwardFunc === undefined || !scopes.has(internals().state.activeScope.name)) return undefined;
  return () => forwardFunc(undefined, () => undefined);
}
