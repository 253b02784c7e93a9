import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {between, mixed} from '../data.js';

type Complex = (re: tf.Tensor, im: tf.Tensor) => tf.Tensor;

/** A case of a function of a complex tensor, given by its parts; of a complex result both parts count. */
function ofComplex(title: string, f: (z: tf.Tensor) => tf.Tensor, shape: number[]): DerivativeCase {
  const onParts: Complex = (re, im) => f(tf.complex(re, im));
  return ofParts(title, onParts, [shape, shape]);
}

function ofParts(
  title: string,
  f: (...parts: tf.Tensor[]) => tf.Tensor,
  shapes: readonly number[][],
): DerivativeCase {
  return {
    title,
    // The square makes a linear operation's second derivatives other than 0.
    f: (...parts) => squares(f(...parts)),
    args: () => shapes.map((shape, index) => mixed(shape, index + 1)),
    epsilon: 0.03,
  };
}

function squares(result: tf.Tensor): tf.Tensor[] {
  const parts = result.dtype === 'complex64' ? [tf.real(result), tf.imag(result)] : [result];
  // On webgl, where no tape is running, the parts of what was reshaped have the shape that they had before.
  return parts.map((part) => tf.reshape(tf.mul(part, tf.square(part)), result.shape));
}

const constant = (): tf.Tensor => tf.complex(mixed([2, 3], 8), mixed([2, 3], 9));
const captured = new Map<string, tf.Tensor>();

/** A complex tensor of the backend, which is first asked for where no tape is running: where f is first called. */
function outside(): tf.Tensor {
  const known = captured.get(tf.getBackend());
  if (known !== undefined) return known;
  const made = tf.keep(tf.complex([0.3, -0.5, 0.7], [0.2, 0.4, -0.6]));
  captured.set(tf.getBackend(), made);
  return made;
}

const complexCases: readonly DerivativeCase[] = [
  ofComplex('zerosLike of complex', (z) => tf.add(z, tf.zerosLike(z)), [3]),
  ofComplex('complex, real and imag', (z) => z, [2, 3]),
  ofComplex('real', (z) => tf.real(z), [3]),
  ofComplex('imag', (z) => tf.imag(z), [3]),
  ofComplex('abs of complex', (z) => tf.abs(z), [2, 2]),
  ofComplex('abs of a complex scalar', (z) => tf.abs(z), []),
  ofComplex(
    'clone, reshape and expandDims of complex',
    (z) => tf.expandDims(tf.reshape(tf.clone(z), [3, 2]), 0),
    [2, 3],
  ),
  ofComplex('transpose of complex', (z) => tf.transpose(z), [2, 3]),
  ofComplex('conjugate transpose of complex', (z) => tf.transpose(z, [1, 0], true), [2, 2]),
  ofComplex('cast of complex to float32', (z) => tf.cast(z, 'float32'), [3]),
  ofComplex('complex used twice', (z) => tf.mul(z, tf.add(z, tf.fft(z))), [3]),
  ofComplex('mul with a complex made in f', (z) => tf.mul(z, constant()), [2, 3]),
  ofComplex('mul with a complex captured', (z) => tf.mul(outside(), z), [3]),
  ofComplex('abs of the difference to a complex captured', (z) => tf.abs(tf.sub(z, outside())), [3]),
  ofComplex('mul with a real, broadcast', (z) => tf.mul(tf.tensor([[2, -1]]), z), [3, 2]),
  ofComplex('concat with a complex captured', (z) => tf.concat([z, outside()], 0), [2]),
  {
    ...ofComplex('stack of complex', (z) => tf.stack([z, tf.mul(z, z)], 1), [2]),
    skip: {webgl: 'it joins complex tensors by the shapes that their parts had before a reshape'},
  },
  // Of the sixth degree, so that larger steps would tell.
  {
    ...ofComplex('complex out of an inner scope', (z) => tf.tidy(() => tf.mul(tf.fft(z), z)), [4]),
    epsilon: 0.01,
  },
  ofParts('cast of a real to complex64', (x) => tf.cast(x as tf.Tensor, 'complex64'), [[3]]),
  ofParts(
    'add of real and complex',
    (x, y) => tf.add(x as tf.Tensor, tf.complex(y as tf.Tensor, y as tf.Tensor)),
    [[2, 1], [3]],
  ),
  ofParts(
    'sub, mul, add of complex, broadcast',
    (a, b, c) => {
      const [x, y] = [
        tf.complex(a as tf.Tensor, b as tf.Tensor),
        tf.complex(c as tf.Tensor, tf.sin(c as tf.Tensor)),
      ];
      return tf.add(tf.sub(x, y), tf.mul(x, y));
    },
    [
      [2, 2],
      [2, 2],
      [1, 2],
    ],
  ),
  ...[1, 2, 3, 4, 5].flatMap((length) => [
    ofComplex(`fft of ${length}`, (z) => tf.fft(z), [length]),
    ofComplex(`ifft of ${length}`, (z) => tf.ifft(z), [length]),
  ]),
  ofComplex('fft of rank 2', (z) => tf.fft(z), [2, 3]),
  ofComplex('ifft of rank 3', (z) => tf.ifft(z), [2, 1, 4]),
  ofComplex('abs of fft', (z) => tf.abs(tf.fft(z)), [3]),
  ofComplex('ifft of the square of fft', (z) => tf.ifft(tf.mul(tf.fft(z), tf.fft(z))), [3]),
  ofParts('rfft', (x) => tf.spectral.rfft(x as tf.Tensor), [[2, 4]]),
  ofParts('rfft of odd length', (x) => tf.spectral.rfft(x as tf.Tensor), [[5]]),
  ofParts('rfft, cropped', (x) => tf.spectral.rfft(x as tf.Tensor, 3), [[2, 4]]),
  ofParts('rfft, padded', (x) => tf.spectral.rfft(x as tf.Tensor, 6), [[2, 4]]),
  ofComplex('irfft', (z) => tf.spectral.irfft(z), [2, 3]),
  ofComplex('irfft of length 2', (z) => tf.spectral.irfft(z), [2, 2]),
  ofComplex('irfft of rank 3', (z) => tf.spectral.irfft(z), [2, 1, 4]),
  {
    title: 'power spectrum',
    f: (x) => tf.log(tf.square(tf.abs(tf.spectral.rfft(x as tf.Tensor)))),
    args: () => [between(0.2, 1, [5])],
  },
  ofParts('stft', (x) => tf.signal.stft(x as tf.Tensor1D, 4, 2), [[8]]),
  ofParts(
    'stft, magnitude, another window',
    (x) => tf.abs(tf.signal.stft(x as tf.Tensor1D, 3, 1, 4, tf.signal.hammingWindow)),
    [[5]],
  ),
];

export const cases: readonly DerivativeCase[] = complexCases.map((complexCase) => ({
  ...complexCase,
  skip: {...complexCase.skip, wasm: 'it has no kernels of complex tensors'},
}));
