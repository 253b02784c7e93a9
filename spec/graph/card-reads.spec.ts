/** A trace reads nothing that is on a graphics card. */
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError, hessian, valueAndGradient} from '../../src/index.js';
import {keepsArrays} from '../../src/tfjs/engine.js';
import {hostValues} from '../../src/tfjs/host-values.js';
import {replacing} from '../../src/tfjs/replacing.js';
import {disposeAll, expectNumbers, numbersIn, onEachBackend} from '../support.js';

/** How many elements each read of the card had while `run` ran. */
function cardReads(run: () => void): number[] {
  const {backend} = tf.engine();
  const sizes: number[] = [];
  const note = (dataId: object): void => {
    if (!keepsArrays() && hostValues(backend, dataId) === undefined) sizes.push(sizeOf(dataId));
  };
  const {readSync, read} = backend;
  const counting = {
    readSync: (dataId: object) => (note(dataId), readSync.call(backend, dataId)),
    read: (dataId: object) => (note(dataId), read.call(backend, dataId)),
  };
  replacing(backend, counting, run);
  return sizes;
}

function sizeOf(dataId: object): number {
  const shape = tf.engine().state.tensorInfo.get(dataId)?.shape ?? [];
  return shape.reduce((product, length) => product * length, 1);
}

/** A tensor whose elements the card has, where there is one. */
function onCard(values: number[], shape: number[] = [values.length]): tf.Tensor {
  return tf.tidy(() => {
    const computed = tf.add(tf.mul(tf.tensor1d(padded(values)), 2), 1);
    return tf.reshape(tf.slice(computed, 0, values.length), shape);
  });
}

/** More than the cpu is left to compute. */
const padded = (values: number[]): number[] => [...values, ...Array<number>(400).fill(0)];

onEachBackend('the first two calls of a graph function', () => {
  const big = Array.from({length: 300}, (_, index) => index / 300);
  const dense = (w: tf.Tensor, b: tf.Tensor, x: tf.Tensor): tf.Scalar =>
    tf.mean(tf.square(tf.add(tf.tanh(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)), b)));

  it('read nothing from the card, and the third gives what the tape gives', () => {
    const [small, captured] = [onCard([1, 2, 3, 4], [2, 2]), onCard(big, [150, 2])];
    const variable = tf.variable(onCard([0.5, 0.25]));
    const g = graph((w: tf.Tensor, b: tf.Tensor) =>
      tf.add(dense(w, b, captured), tf.sum(tf.mul(tf.ones([300]), tf.mul(tf.sum(variable), tf.sum(small))))),
    );
    const at = (scale: number): [tf.Tensor, tf.Tensor] => [
      onCard([scale, 0.1, 0.2, 0.3], [2, 2]),
      onCard([0.1, scale]),
    ];
    const [one, two, three] = [at(0.1), at(0.2), at(0.3)];
    expect(cardReads(() => disposeAll(valueAndGradient(g, one)))).to.deep.equal([]);
    // The proof of the compiled program may read one number.
    expect(cardReads(() => disposeAll(valueAndGradient(g, two))).filter((size) => size > 1)).to.deep.equal(
      [],
    );
    expect(cardReads(() => disposeAll(valueAndGradient(g, three)))).to.deep.equal([]);
    const byGraph = valueAndGradient(g, three);
    const byTape = valueAndGradient(g, three, {useGradientTape: true});
    expectNumbers(byGraph, numbersIn(byTape));
    expect(g.inspect().signatures[0]?.calls).to.equal(4);
    expect(cardReads(() => void hessian(g, one)).filter((size) => size > 1)).to.deep.equal([]);
    disposeAll([byGraph, byTape, one, two, three, small, captured]);
    variable.dispose();
    g.dispose();
  });

  it('refuse a captured tensor that is replaced by another on the card', () => {
    const numbers = Array.from({length: 300}, (_, index) => index);
    let current = onCard(numbers);
    const g = graph((x: tf.Tensor) => tf.mul(x, current));
    const x = tf.scalar(2);
    g(x).dispose();
    const other = onCard(numbers.map((value) => value + 1));
    current.dispose();
    current = other;
    expect(() => g(x)).to.throw(GraphTraceError, /captured/);
    tf.dispose([x, current]);
    g.dispose();
  });

  it('tell tensors of many elements, made in f, apart by their elements', () => {
    const x = tf.scalar(2);
    const same = graph((v: tf.Tensor) => tf.mul(v, tf.tensor1d(big)));
    const changing = graph((v: tf.Tensor) => tf.mul(v, tf.tensor1d(big.map(() => Math.random()))));
    disposeAll([same(x), same(x)]);
    const [third] = [same(x)];
    expectNumbers(
      third,
      big.map((value) => 2 * value),
    );
    changing(x).dispose();
    expect(() => changing(x)).to.throw(GraphTraceError, /captured or random tensor has changed/);
    tf.dispose([x, third]);
    same.dispose();
    changing.dispose();
  });

  it('leave no kernels for the ones that a sum over a million elements is differentiated with', () => {
    const g = graph((v: tf.Tensor) => tf.sum(tf.square(v)));
    const x = tf.zeros([1000, 1000]);
    for (let turn = 0; turn < 3; turn++) disposeAll(valueAndGradient(g, x));
    const {program} = g.inspect().signatures[0] as {program: string};
    // The square, its sum, and twice x.
    expect(program.match(/ = (?!input|constant|variable)\w+\(/g), program).to.have.lengthOf.at.most(3);
    x.dispose();
    g.dispose();
  });

  it('leave nothing behind', () => {
    const x = onCard(big);
    const before = {tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers};
    const g = graph((v: tf.Tensor) => tf.sum(tf.mul(v, tf.tensor1d(big))));
    for (let turn = 0; turn < 4; turn++) disposeAll(valueAndGradient(g, x));
    g.dispose();
    expect({tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers}).to.deep.equal(before);
    x.dispose();
  });
});
