/**
 * What rounding does to a program: the tape is run again with every result of a kernel, and everything that the program is
 * given, moved by as much as float32 may round it. What a program makes of that is what a right implementation may make of
 * an order of summation of its own.
 */
import * as tf from '@tensorflow/tfjs-core';

import {randomNumbers} from './numbers.js';

/** Half the distance between 1 and the next float32. */
const ROUNDING = 2 ** -24;

/** Errors of kernels by design: tfjs computes erf by formula 7.1.26 of Abramowitz and Stegun. */
const ERRORS: Readonly<Record<string, number>> = {Erf: 1.5e-7};

/** Moves the floats that are no integers by at most so many roundings of each. Integers are exact in any order. */
function moved(values: ArrayLike<number>, roundings: number, next: () => number): Float32Array {
  return Float32Array.from(values, (value) =>
    Number.isInteger(value) ? value : value * (1 + (2 * next() - 1) * roundings * ROUNDING),
  );
}

/** A tensor moved by roundings; disposes of the one that is given. */
export function bender(seed: number): (tensor: tf.Tensor) => tf.Tensor {
  const next = randomNumbers(seed);
  return (tensor) => {
    if (tensor.dtype !== 'float32') return tensor;
    const bent = tf.tensor(moved(tensor.dataSync(), 2, next), tensor.shape);
    tensor.dispose();
    return bent;
  };
}

/** Runs while the kernels of the backend round otherwise. */
export function withRounding<T>(seed: number, run: () => T): T {
  const next = randomNumbers(seed);
  const backendName = tf.getBackend();
  const kernels = tf.getKernelsForBackend(backendName);
  const put = (config: tf.KernelConfig): void => {
    tf.unregisterKernel(config.kernelName, backendName);
    tf.registerKernel(config);
  };
  kernels.forEach((config) => {
    put({
      ...config,
      kernelFunc: (call) =>
        roundedResult(config.kernelFunc(call), call, next, ERRORS[config.kernelName] ?? 0),
    });
  });
  try {
    return run();
  } finally {
    kernels.forEach(put);
  }
}

type Call = Parameters<tf.KernelFunc>[0];

function roundedResult(
  result: tf.TensorInfo | tf.TensorInfo[],
  call: Call,
  next: () => number,
  error: number,
): tf.TensorInfo | tf.TensorInfo[] {
  if (Array.isArray(result)) return result.map((one) => roundedInfo(one, call, next, error));
  return roundedInfo(result, call, next, error);
}

function roundedInfo(
  info: tf.TensorInfo,
  {inputs, backend}: Call,
  next: () => number,
  error: number,
): tf.TensorInfo {
  const given = Object.values(inputs).flat();
  if (info.dtype !== 'float32' || given.some((input) => input?.dataId === info.dataId)) return info;
  const running = backend as tf.KernelBackend;
  const values = running.readSync(info.dataId) as Float32Array;
  const most = given.reduce((sum, input) => sum + tf.util.sizeFromShape(input?.shape ?? []), 0);
  // A sum of so many terms rounds as often; half of that in either direction, and by chance.
  const roundings = 4 + 2 * Math.sqrt(Math.max(0, most / Math.max(1, values.length)));
  const bent = moved(values, roundings, next).map((value) => value + (2 * next() - 1) * error);
  const dataId = running.write(bent, info.shape, 'float32');
  // A few kernels register what they make with the engine.
  if (!tf.engine().state.tensorInfo.has(info.dataId)) running.disposeData(info.dataId);
  return {dataId, shape: info.shape, dtype: info.dtype};
}
