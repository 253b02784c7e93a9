/**
 * Where kernels of the machine are known to treat infinities and NaN in their own way (docs/guides/graph.md).
 */
import {type TensorInfo, backend as currentBackend} from '@tensorflow/tfjs-core';
import {readMemory} from '../../tfjs/memory.js';

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
  return readMemory(currentBackend(), dataId).some((element) => !Number.isFinite(element));
}
