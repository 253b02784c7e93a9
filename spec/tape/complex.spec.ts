import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {disposeAll, expectNumbers, onEachBackend, scoped, skipWithout} from '../support.js';

/** Through every way in which parts are made: given, read, computed, cast. */
function power(x: tf.Tensor): tf.Tensor {
  const signal = tf.complex(x, tf.mul(x, 2));
  const constant = tf.complex(tf.onesLike(x), tf.onesLike(x));
  const spectrum = tf.fft(tf.mul(signal, constant));
  return tf.sum(tf.square(tf.abs(tf.add(spectrum, tf.cast(x, 'complex64')))));
}

onEachBackend('complex tensors on the tape', () => {
  skipWithout('Complex');

  const remaining = (call: () => unknown): number[] => {
    const before = tf.memory();
    for (let count = 0; count < 5; count++) disposeAll(call());
    const {numTensors, numDataBuffers} = tf.memory();
    return [numTensors - before.numTensors, numDataBuffers - before.numDataBuffers];
  };

  it('leave no tensor and no data buffer behind', () => {
    const x = tf.tensor1d([1, 2, 3, 4]);
    expect(remaining(() => valueAndGradient(power, x))).to.deep.equal([0, 0]);
    const slope = (v: tf.Tensor): tf.Tensor => valueAndGradient(power, v)[1];
    expect(remaining(() => valueAndGradient(slope, x))).to.deep.equal([0, 0]);
    x.dispose();
  });

  it('leave none behind when f throws', () => {
    const x = tf.tensor1d([1, 2, 3, 4]);
    const broken = (v: tf.Tensor): tf.Tensor => {
      power(v);
      throw new Error('mine');
    };
    const call = (): void => expect(() => valueAndGradient(broken, x)).to.throw('mine') && undefined;
    expect(remaining(call)).to.deep.equal([0, 0]);
    x.dispose();
  });

  it(
    'keep their parts until the outermost call ends',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => {
        const signal = tf.complex(x, x);
        const inner = valueAndGradient((v: tf.Tensor) => tf.square(v), x)[1];
        return tf.mul(tf.real(signal), inner);
      };
      expectNumbers(valueAndGradient(f, tf.scalar(3)), [18, 12]);
    }),
  );
});
