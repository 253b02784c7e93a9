/**
 * Complex tensors on the tape.
 *
 * tfjs demands that every gradient be float32, so that none can flow through a complex tensor. None has to: where a
 * complex tensor is made while a tape is running, its real and imaginary parts are remembered, as tensors that the
 * tape knows, and an operation on it is recorded as operations on the parts. What is handed out is a complex tensor
 * as ever, but the path from a leaf to a value goes by the parts. So the gradient of a real loss with respect to
 * re + i·im is, wherever one is meant, dL/dre + i·dL/dim.
 *
 * The operations are those for which tfjs's cpu backend takes complex tensors. The parts live until the outermost
 * call has ended, as what the tape saves does.
 */
import {
  add,
  cast,
  complex,
  customGrad,
  div,
  engine,
  equal,
  fft,
  ifft,
  imag,
  mul,
  onesLike,
  real,
  reshape,
  stack,
  sub,
  unstack,
  zerosLike,
  type GradSaveFunc,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

import {where} from '../gradients/operations/selection.js';
import {clone, hold} from '../tfjs/engine.js';
import type {KernelCall} from '../tfjs/kernel-runner.js';
import {unrecorded} from '../tfjs/recording.js';

interface Parts {
  readonly re: Tensor;
  readonly im: Tensor;
}

/** A call of a registered kernel. Some kernels take a list of inputs. */
interface RegisteredCall extends KernelCall {
  readonly kernelName: string;
  readonly attrs?: NamedAttrMap;
}

let partsOf = new WeakMap<Tensor, Parts>();
let held: Tensor[] = [];

/** To be called where the outermost call ends. */
export function forgetComplexParts(): void {
  held.forEach((tensor) => tensor.dispose());
  held = [];
  partsOf = new WeakMap();
}

/** The result of a call on complex tensors, recorded by their parts; undefined where the call is of no such kind. */
export function runByParts(call: KernelCall, run: (call: KernelCall) => unknown): Tensor | undefined {
  const {kernelName, inputs} = call;
  if (kernelName === undefined) return undefined;
  if (kernelName === 'Complex') return remember(run(call) as Tensor, inputs);
  const onParts = kernels[kernelName];
  if (onParts === undefined || !isAboutParts(call as RegisteredCall)) return undefined;
  return onParts(Object.values(inputs).map(partsFor), call as RegisteredCall);
}

/** True of the kernels that have no gradient of their own, as they are recorded by parts. */
export function isRecordedByParts(kernelName: string): boolean {
  return kernelName === 'Complex' || kernelName in kernels;
}

function remember(result: Tensor, inputs: KernelCall['inputs']): Tensor {
  const [re, im] = ['real', 'imag'].map((name) => {
    const part = clone(inputs[name] as Tensor);
    hold(part);
    held.push(part);
    return part;
  }) as [Tensor, Tensor];
  partsOf.set(result, {re, im});
  return result;
}

function isAboutParts({kernelName, inputs, attrs}: RegisteredCall): boolean {
  for (const name in inputs) {
    const input = inputs[name] as Tensor;
    if (input.dtype === 'complex64') {
      if (partsOf.has(input)) return true;
    } else if (kernelName === 'Cast' && attrs?.['dtype'] === 'complex64') return true;
  }
  return false;
}

/** A complex tensor from before the call is a constant of the tape; its parts are read. */
function partsFor(tensor: Tensor): Parts {
  if (tensor.dtype !== 'complex64') return {re: tensor, im: zerosLike(tensor)};
  return partsOf.get(tensor) ?? readParts(tensor);
}

/** On webgl the parts of what was reshaped, or transformed by Fourier's, come in the shape that they had before. */
function readParts(tensor: Tensor): Parts {
  return {re: reshape(real(tensor), tensor.shape), im: reshape(imag(tensor), tensor.shape)};
}

type OnParts = (operands: readonly Parts[], call: RegisteredCall) => Tensor;

const unary =
  (f: (parts: Parts) => Tensor): OnParts =>
  ([parts]) =>
    f(parts as Parts);

/** A kernel that does the same to real and imaginary parts. */
const partwise: OnParts = (operands, {kernelName, inputs, attrs}) => {
  const runOn = (part: 're' | 'im'): Tensor => {
    const parts = operands.map((operand) => operand[part]);
    const named = Object.keys(inputs).map((name, index) => [name, parts[index] as Tensor] as const);
    const given = Array.isArray(inputs) ? parts : Object.fromEntries(named);
    return engine().runKernel(kernelName, given as NamedTensorMap, attrs);
  };
  return complex(runOn('re'), runOn('im'));
};

const castParts: OnParts = ([operand], {attrs}) => {
  const {re, im} = operand as Parts;
  const dtype = attrs?.['dtype'] as Tensor['dtype'];
  return dtype === 'complex64' ? complex(cast(re, 'float32'), cast(im, 'float32')) : cast(re, dtype);
};

const product: OnParts = (operands) => {
  const [a, b] = operands as [Parts, Parts];
  return complex(sub(mul(a.re, b.re), mul(a.im, b.im)), add(mul(a.re, b.im), mul(a.im, b.re)));
};

const kernels: Readonly<Record<string, OnParts>> = {
  Real: unary(({re}) => clone(re)),
  Imag: unary(({im}) => clone(im)),
  ComplexAbs: unary(magnitude),
  FFT: unary((parts) => joined(fourier(parts, fft))),
  IFFT: unary((parts) => joined(fourier(parts, ifft))),
  Cast: castParts,
  Multiply: product,
  Add: partwise,
  Sub: partwise,
  Concat: partwise,
  ExpandDims: partwise,
  Identity: partwise,
  Pack: partwise,
  Reshape: partwise,
  ZerosLike: partwise,
};

function joined({re, im}: Parts): Tensor {
  return complex(re, im);
}

/** Both transforms are linear; the adjoint of one is the other, but for the length. */
function fourier({re, im}: Parts, transform: typeof fft): Parts {
  const length = re.shape[re.shape.length - 1] ?? 1;
  const isInverse = transform === ifft;
  const transformed = byRule([re, im], {
    value: () => {
      const parts = readParts(transform(complex(re, im)));
      return stack([parts.re, parts.im]);
    },
    gradients: (dy) => {
      const [dre, dim] = unstack(dy) as [Tensor, Tensor];
      const adjoint = fourier({re: dre, im: dim}, isInverse ? fft : ifft);
      const scale = isInverse ? 1 / length : length;
      return [mul(adjoint.re, scale), mul(adjoint.im, scale)];
    },
  });
  const [transformedRe, transformedIm] = unstack(transformed) as [Tensor, Tensor];
  return {re: transformedRe, im: transformedIm};
}

/** The gradient at 0 is 0, as that of TensorFlow's complex abs. */
function magnitude({re, im}: Parts): Tensor {
  return byRule([re, im], {
    value: () => engine().runKernel('ComplexAbs', {x: complex(re, im)}),
    gradients: (dy, saved) => {
      const [re, im] = saved as [Tensor, Tensor];
      const size = magnitude({re, im});
      const divisor = where(equal(size, 0), onesLike(size), size);
      return [div(mul(dy, re), divisor), div(mul(dy, im), divisor)];
    },
  });
}

interface Rule {
  readonly value: () => Tensor;
  readonly gradients: (dy: Tensor, inputs: Tensor[]) => Tensor[];
}

/** A value that is computed off the tape, with its gradient. */
function byRule(inputs: Tensor[], {value, gradients}: Rule): Tensor {
  return customGrad((...given) => {
    (given[inputs.length] as GradSaveFunc)(inputs);
    return {value: unrecorded(value), gradFunc: gradients};
  })(...inputs);
}
