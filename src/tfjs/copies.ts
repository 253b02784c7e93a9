/**
 * Copies of tensors that read nothing from a graphics card.
 */
import {
  complex,
  engine,
  getKernel,
  imag,
  real,
  reshape,
  tidy,
  type KernelBackend,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {hostValues} from './host-values.js';

/** A tensor of the same elements with a data id of its own, in the innermost scope. */
export function copyTensor(tensor: Tensor): Tensor {
  if (tensor.dtype === 'complex64')
    return tidy(() => complex(copyTensor(real(tensor)), copyTensor(imag(tensor))));
  const running = engine();
  const backend = running.state.tensorInfo.get(tensor.dataId)?.backend;
  const values = backend && valuesOf(backend, tensor);
  if (values !== undefined) return running.makeTensor(values, tensor.shape, tensor.dtype);
  if (getKernel('Slice', running.backendName) === undefined)
    return running.makeTensor(running.readSync(tensor.dataId) as Float32Array, tensor.shape, tensor.dtype);
  // In one dimension, as scalars have none to slice.
  return tidy(() => {
    const attributes = {begin: [0], size: [tensor.size]};
    const copy = running.runKernel<Tensor>('Slice', {x: reshape(tensor, [tensor.size])}, attributes);
    return reshape(copy, tensor.shape);
  });
}

/** An empty tensor may have no memory at all. */
function valuesOf(backend: KernelBackend, {dataId, size}: Tensor): Float32Array | undefined {
  return size === 0 ? new Float32Array(0) : (hostValues(backend, dataId) as Float32Array | undefined);
}
