/**
 * How a gradient is written down: a kernel, what its gradient needs, and the gradient of each input by tfjs operations,
 * so that it can be differentiated again and runs on every backend.
 */
import {zeros, type GradConfig, type Tensor} from '@tensorflow/tfjs-core';

/** What the gradient needs: inputs by name, and outputs by position. `'all'` for kernels whose inputs are a list. */
export interface Saves {
  readonly inputs?: readonly string[] | 'all';
  readonly outputs?: readonly boolean[];
}

/** Thunks of the gradients with respect to the inputs, by the inputs' names. Each is of its input's shape and float32. */
export type InputGradients = Record<string, () => Tensor>;

/**
 * The gradient of a kernel.
 *
 * @param gradient Gets the gradient of the output (of all outputs, a list, where the kernel has several), the saved
 *     inputs followed by the saved outputs, and the attributes of the call.
 */
export function rule<Attributes = Record<never, never>, Dy extends Tensor | Tensor[] = Tensor>(
  kernelName: string,
  saves: Saves,
  gradient: (dy: Dy, saved: Tensor[], attributes: Attributes) => InputGradients,
): GradConfig {
  return {
    kernelName,
    ...(saves.inputs === 'all' ? {saveAllInputs: true} : {inputsToSave: [...(saves.inputs ?? [])]}),
    outputsToSave: [...(saves.outputs ?? [])],
    gradFunc: (dy, saved, attributes) => gradient(inFloats(dy) as Dy, saved, attributes as Attributes),
  };
}

/**
 * For an output that nothing depends on, tfjs passes zeros of the output's dtype. All other gradients are float32, and
 * kernels that join them refuse the mixture.
 */
function inFloats(dy: Tensor | Tensor[]): Tensor | Tensor[] {
  return Array.isArray(dy) ? dy.map(inFloat) : inFloat(dy);
}

function inFloat(dy: Tensor): Tensor {
  return dy.dtype === 'float32' ? dy : zeros(dy.shape);
}
