import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {currentTape} from '../../src/tfjs/recording.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

const slope =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    valueAndGradient(f, x)[1];

/** x³, with what the body computes saved for its slope. */
const cube = tf.customGrad((...inputs) => {
  const [x, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
  const square = tf.square(x);
  save([square]);
  return {value: tf.mul(square, x), gradFunc: (dy, [saved]) => tf.mul(dy, tf.mul(3, saved as tf.Tensor))};
});

onEachBackend('the body of a customGrad', () => {
  it(
    'is differentiated by what it saves, to third order',
    scoped(() => {
      const x = tf.scalar(2);
      expectNumbers(
        [cube, slope(cube), slope(slope(cube)), slope(slope(slope(cube)))].map((f) => f(x)),
        [8, 12, 12, 6],
      );
    }),
  );

  it(
    'puts the clone of a saved tensor on the tape once',
    scoped(() => {
      const counts: number[] = [];
      const counted = (x: tf.Tensor): tf.Tensor => {
        const before = currentTape().length;
        const y = cube(x);
        counts.push(currentTape().length - before);
        return y;
      };
      slope(counted)(tf.scalar(2));
      slope(slope(counted))(tf.scalar(2));
      // Alone: the customGrad, and the clone that it saves. Under another tape also its body: the square, the clone that
      // it saves, and the two that the product saves, but not the product.
      expect(counts).to.deep.equal([2, 6]);
    }),
  );
});
