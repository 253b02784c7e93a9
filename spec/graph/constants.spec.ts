import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {Constants} from '../../src/graph/constants.js';
import {graph} from '../../src/graph/graph.js';
import type {Node} from '../../src/graph/program/program.js';
import {takeConstant} from '../../src/graph/trace/captures.js';
import {isOnCpu, onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

/** Runs with constants that were captured, which are freed in the end: so is all that was made of them. */
function withConstants(make: () => tf.Tensor[], run: (constants: Constants) => void): void {
  expectUntouched(() => {
    const tensors = make();
    const constants = new Constants(tensors.map(takeConstant));
    tf.dispose(tensors);
    run(constants);
    constants.dispose();
  });
}

const uniform = (values: number[], dtype: tf.NumericDataType = 'float32'): number | undefined => {
  let found: number | undefined;
  withConstants(
    () => [tf.tensor1d(values, dtype)],
    (constants) => (found = constants.uniformOf(0)),
  );
  return found;
};

onEachGraphBackend('constants', () => {
  it('know the number that all their elements are', () => {
    expect(uniform([2, 2, 2])).to.equal(2);
    expect(uniform([3, 3], 'int32')).to.equal(3);
    expect(uniform([1, 1], 'bool')).to.equal(1);
    expect(uniform([0, 0])).to.equal(0);
  });

  it('are not uniform where elements differ', () => {
    expect(uniform([2, 2, 3])).to.equal(undefined);
  });

  it('are not uniform where zeros have either sign', function () {
    // A GPU may take one for the other.
    if (tf.getBackend() === 'webgl') this.skip();
    expect([uniform([0, -0]), uniform([-0, 0])]).to.deep.equal([undefined, undefined]);
    expect(Object.is(uniform([-0, -0]), -0)).to.equal(true);
  });

  it('are not uniform where they are complex', function () {
    // wasm has none, and on webgl tfjs counts the buffers of their parts for ever.
    if (['wasm', 'webgl'].includes(tf.getBackend())) this.skip();
    withConstants(
      () => {
        const parts: [tf.Tensor, tf.Tensor] = [tf.ones([2]), tf.ones([2])];
        const whole = tf.complex(...parts);
        tf.dispose(parts);
        return [whole];
      },
      (constants) => expect(constants.uniformOf(0)).to.equal(undefined),
    );
  });

  it('of many elements are known for uniform as well, from when they were numbers', () => {
    withConstants(
      () => [tf.ones([2000])],
      (constants) => expect(constants.uniformOf(0)).to.equal(1),
    );
  });

  it('that a graphics card has are not read to see whether they are uniform', () => {
    withConstants(
      () => [tf.tidy(() => tf.add(tf.ones([2000]), 1))],
      (constants) => expect(constants.uniformOf(0)).to.equal(tf.getBackend() === 'webgl' ? undefined : 2),
    );
  });

  it('are known for uniform by the kernel that made them', () => {
    withConstants(
      () => [tf.ones([200])],
      (constants) => {
        const tile: Node = {
          kernel: 'Tile',
          inputs: [['x', {value: 0, shape: [200], dtype: 'float32'}]],
          isList: false,
          attributes: {reps: [3]},
          outputs: [1],
        };
        const [made] = constants.compute(tile, () => 0);
        expect(constants.uniformOf(made as number)).to.equal(1);
      },
    );
  });

  it('are made once for each number, with zeros of either sign apart', () => {
    withConstants(
      () => [tf.scalar(5)],
      (constants) => {
        const made = [0, -0, 0, -0, 2, NaN, NaN].map((element) => constants.make(element));
        expect(made).to.deep.equal([1, 2, 1, 2, 3, 4, 4]);
        if (!isOnCpu()) return;
        expect(Array.from({length: 4}, (_, index) => constants.read(index + 1)[0])).to.deep.equal([
          0,
          -0,
          2,
          NaN,
        ]);
      },
    );
  });

  it('are computed of others by kernels', () => {
    withConstants(
      () => [tf.tensor1d([1, 2])],
      (constants) => {
        const operand = {value: 0, shape: [2], dtype: 'float32'};
        const node: Node = {
          kernel: 'Square',
          inputs: [['x', operand]],
          isList: false,
          attributes: {},
          outputs: [1],
        };
        expect(constants.canCompute(node)).to.equal(true);
        expect(constants.canCompute({...node, kernel: 'Windows'})).to.equal(false);
        expect(constants.compute(node, () => 0)).to.deep.equal([1]);
        expect([...constants.read(1)]).to.deep.equal([1, 4]);
        expect(constants.all.map(({shape}) => shape)).to.deep.equal([[2], [2]]);
      },
    );
  });

  it('are given back once, however often they are disposed of', () => {
    const tensor = tf.tensor1d([1, 2]);
    const {backend} = tf.engine();
    const references = backend.refCount(tensor.dataId);
    const constants = new Constants([takeConstant(tensor)]);
    constants.make(2);
    for (let count = 0; count < 2; count++) {
      constants.dispose();
      expect(backend.refCount(tensor.dataId)).to.equal(references);
    }
    tensor.dispose();
  });

  it('are freed but for those that are still read', () => {
    const tensors = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])] as const;
    const {backend} = tf.engine();
    const before = backend.numDataIds();
    const constants = new Constants(tensors.map(takeConstant));
    const made = constants.make(5);
    constants.keepOnly(new Set([1]));
    expect(backend.numDataIds() - before).to.be.at.most(1);
    expect(constants.all.length).to.equal(made + 1);
    expect([...constants.read(1)]).to.deep.equal([3, 4]);
    constants.dispose();
    expect(backend.numDataIds()).to.equal(before);
    tf.dispose([...tensors]);
  });
});

onEachGraphBackend('a compiled program', () => {
  it('keeps no memory of what was folded on the way', () => {
    const captured = tf.tensor1d([1, 2, 3]);
    const x = tf.tensor1d([4, 5, 6]);
    const {backend} = tf.engine();
    const before = backend.numDataIds();
    const g = graph((x: tf.Tensor) => tf.cumsum(tf.mul(x, tf.tanh(tf.exp(captured)))));
    for (let count = 0; count < 3; count++) g(x).dispose();
    // On the cpu nothing but the machine reads it. Elsewhere the kernel of the product does.
    expect(backend.numDataIds() - before).to.equal(isOnCpu() ? 0 : 1);
    g.dispose();
    expect(backend.numDataIds()).to.equal(before);
    tf.dispose([captured, x]);
  });
});
