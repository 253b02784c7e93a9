import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

const broken = tf.customGrad((...inputs) => {
  const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
  save([x, tf.exp(x)]);
  throw new Error('mine');
});

onEachBackend('what a customGrad has saved', () => {
  for (const [title, f] of [
    ['alone', slope((x) => broken(x))],
    ['within two tapes', slope(slope((x) => broken(x)))],
  ] as const) {
    it(`is disposed when its body throws, ${title}`, () => {
      const x = tf.scalar(2);
      const {numTensors, numDataBuffers} = tf.memory();
      expect(() => f(x)).to.throw('mine');
      const after = tf.memory();
      expect([after.numTensors, after.numDataBuffers]).to.deep.equal([numTensors, numDataBuffers]);
      x.dispose();
    });
  }

  it(
    'is there for its gradient if f catches what another one throws',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => {
        const y = tf.exp(x);
        expect(() => broken(y)).to.throw('mine');
        return tf.square(y);
      };
      expectNumbers(slope(f)(tf.scalar(0.5)), 2 * Math.E);
    }),
  );
});
