import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {currentTape} from '../../src/tfjs/recording.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

onEachBackend('the tape of an inner call', () => {
  it(
    'begins empty, and joins the outer one',
    scoped(() => {
      const lengths: number[] = [];
      slope((x) => {
        const before = tf.exp(x);
        const outer = currentTape();
        const length = outer.length;
        const inner = slope((v) => {
          lengths.push(currentTape().length);
          return tf.square(v);
        })(before);
        expect(currentTape()).to.equal(outer);
        expect(outer.length).to.be.greaterThan(length);
        return inner;
      })(tf.scalar(1));
      expect(lengths).to.deep.equal([0]);
    }),
  );

  it(
    'does not reach back to what an outer call has computed from its argument',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => {
        const before = tf.exp(x);
        return valueAndGradient(() => tf.square(before), x, {unconnectedGradients: 'zero'})[1];
      };
      expectNumbers(f(tf.scalar(1)), 0);
      expectNumbers(
        valueAndGradient((x) => tf.add(f(x), tf.mul(x, 2)), tf.scalar(1)),
        [2, 2],
      );
    }),
  );

  it(
    'is apart within the gradient function of a customGrad, which leaves the outer tape alone',
    scoped(() => {
      const f = tf.customGrad((...inputs) => {
        const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
        save([x]);
        return {
          value: tf.pow(x, 3),
          gradFunc: (dy, [saved]) => tf.mul(dy, slope((v) => tf.pow(v, 3))(saved as tf.Tensor)),
        };
      });
      expectNumbers(
        valueAndGradient((x) => tf.add(f(x), tf.square(x)), tf.scalar(2)),
        [12, 16],
      );
      expectNumbers(slope(slope((x) => f(x)))(tf.scalar(2)), 12);
    }),
  );
});
