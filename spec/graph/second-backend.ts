/** Another backend, on every platform: the cpu's under another name, where programs are run by its kernels. */
import {MathBackendCPU} from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

const name = 'cpu by another name';
/** One for all specs, as each new one greets whoever runs it. */
let backend: MathBackendCPU | undefined;

/** The name of a backend that is none of the platform's. Its kernels are those of cpu at this moment. */
export function registerSecondBackend(): string {
  if (tf.findBackend(name) === null || tf.getKernelsForBackend(name).length === 0) {
    tf.registerBackend(name, () => (backend ??= new MathBackendCPU()));
    tf.copyRegisteredKernels('cpu', name);
  }
  return name;
}

export function removeSecondBackend(): void {
  for (const {kernelName} of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
  tf.removeBackend(name);
}
