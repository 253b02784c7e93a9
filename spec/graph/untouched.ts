/** What a call may not leave behind, however it ends. */
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {isTracing} from '../../src/graph/trace/recorder.js';

interface State {
  readonly memory: readonly number[];
  readonly kernels: readonly unknown[];
  readonly members: readonly string[];
  readonly assign: unknown;
  readonly count: unknown;
  readonly math: readonly unknown[];
  readonly depths: readonly number[];
  readonly isTracing: boolean;
  readonly scope: unknown;
}

function stateNow(): State {
  const {backend, state} = tf.engine();
  const {numTensors, numDataBuffers} = tf.memory();
  return {
    memory: [numTensors, numDataBuffers, backend.numDataIds()],
    kernels: tf.getKernelsForBackend(tf.getBackend()).map(({kernelFunc}) => kernelFunc),
    members: Object.keys(tf.engine()),
    assign: Object.getOwnPropertyDescriptor(tf.Variable.prototype, 'assign')?.value,
    count: Object.getOwnPropertyDescriptor(tf.Optimizer.prototype, 'incrementIterations')?.value,
    math: [Math.random, Math.sqrt],
    depths: [state.gradientDepth, state.kernelDepth],
    isTracing: isTracing(),
    scope: state.activeScope ?? null,
  };
}

/** Expects that `run` leaves tensors, memory, kernels, the engine and `assign` as they were. */
export function expectUntouched<T>(run: () => T): T {
  const before = stateNow();
  const result = run();
  const after = stateNow();
  expect(after.memory, 'tensors, buffers, and data of the backend').to.deep.equal(before.memory);
  const wrapped = after.kernels.filter((kernel, index) => kernel !== before.kernels[index]);
  expect([wrapped.length, after.kernels.length], 'kernels').to.deep.equal([0, before.kernels.length]);
  expect(after.members, 'members of the engine').to.deep.equal(before.members);
  expect(after.assign === before.assign, 'Variable.prototype.assign is the same').to.equal(true);
  expect(after.count === before.count, 'incrementIterations of optimizers is the same').to.equal(true);
  expect(after.math, 'Math.random and Math.sqrt').to.deep.equal(before.math);
  expect(after.depths, 'depths').to.deep.equal(before.depths);
  expect(after.isTracing, 'isTracing').to.equal(false);
  expect(after.scope === before.scope, 'the scope is the same').to.equal(true);
  return result;
}
