/**
 * Where kernels of the machine are known to treat infinities and NaN in their own way (docs/guides/graph.md).
 */
import {engine, type TensorInfo, type TypedArray} from '@tensorflow/tfjs-core';

import type {Node} from '../program/program.js';

/** Max pools hand NaN on; convolutions and sums of segments multiply zeros with whatever stands there. */
const kernels: ReadonlySet<string> = new Set([
  'Conv2D',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'MaxPool',
  'MaxPoolGrad',
  'UnsortedSegmentSum',
]);

/** True if a node of a kind whose special values differ reads any. */
export function readsSpecialValues({kernel}: Node, {dataId, dtype}: TensorInfo): boolean {
  if (!kernels.has(kernel) || dtype !== 'float32') return false;
  return (engine().backend.readSync(dataId) as TypedArray).some((element) => !Number.isFinite(element));
}
