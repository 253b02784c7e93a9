/** What the specs share. */
import {
  getBackend,
  getKernel,
  memory,
  setBackend,
  tidy,
  Tensor,
  type TensorContainer,
} from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {mapStructure} from '../src/tree.js';

/** Describes `body` once for each backend of the platform, with that backend set. */
export function onEachBackend(title: string, body: () => void): void {
  for (const backend of backends) {
    describe(`${title}, on ${backend}`, () => {
      before(() => setBackend(backend));
      body();
    });
  }
}

/** Leaves out the specs of a suite on a backend without a kernel, as tfjs's wasm is. */
export function skipWithout(kernel: string): void {
  before(function () {
    if (getKernel(kernel, getBackend()) === undefined) this.skip();
  });
}

/** A structure of tensors as one of (nested arrays of) numbers. */
export function numbersIn(structure: unknown): unknown {
  return mapStructure(structure, '', (leaf) => (leaf instanceof Tensor ? leaf.arraySync() : leaf));
}

/** Expects two structures to be of the same form, their numbers equal up to float32 rounding of the backend. */
export function expectNumbers(
  found: unknown,
  expected: unknown,
  tolerance = getBackend() === 'webgl' ? 1e-3 : 1e-5,
): void {
  compare(numbersIn(found), expected, 'result');

  function compare(left: unknown, right: unknown, path: string): void {
    if (typeof right === 'number' && typeof left === 'number') {
      expect(left, path).to.be.closeTo(right, tolerance * Math.max(1, Math.abs(right)));
    } else if (typeof right === 'object' && right !== null && typeof left === 'object' && left !== null) {
      expect(Object.keys(left), `the keys of ${path}`).to.deep.equal(Object.keys(right));
      for (const [key, value] of Object.entries(right))
        compare(left[key as keyof typeof left], value, `${path}.${key}`);
    } else {
      expect(left, path).to.equal(right);
    }
  }
}

/** Expects that `run` adds just the tensors that it returns. */
export function expectOwned<T>(run: () => T): T {
  const before = memory().numTensors;
  const result = run();
  expect(memory().numTensors - before, 'new tensors').to.equal(tensorsIn(result).length);
  return result;
}

/** Expects that `run` throws, and leaves no tensor behind. */
export function expectThrow(run: () => unknown, message: RegExp | string): void {
  const before = memory().numTensors;
  expect(run).to.throw(message);
  expect(memory().numTensors - before, 'tensors left behind').to.equal(0);
}

export function tensorsIn(structure: unknown): Tensor[] {
  const tensors: Tensor[] = [];
  mapStructure(structure, '', (leaf) => leaf instanceof Tensor && tensors.push(leaf));
  return tensors;
}

export function disposeAll(structure: unknown): void {
  for (const tensor of tensorsIn(structure)) tensor.dispose();
}

/** A test within a scope, so that it need not dispose of its tensors. */
export function scoped(run: () => void): () => void {
  return () => {
    tidy(() => {
      run();
      return undefined as TensorContainer;
    });
  };
}
