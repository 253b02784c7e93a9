import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {valueAndGradient} from '../../src/index.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

onEachBackend('the norm on the tape', () => {
  it(
    'has slope 0 at 0, and its own elsewhere',
    scoped(() => {
      const x = tf.tensor2d([0, 0, 3, 4], [2, 2]);
      const [value, gradient] = valueAndGradient((v) => tf.norm(v, 'euclidean', 1), x);
      expectNumbers(
        [value, gradient],
        [
          [0, 5],
          [
            [0, 0],
            [0.6, 0.8],
          ],
        ],
      );
    }),
  );

  it(
    'leaves the slope of a square root alone, which is infinite at 0',
    scoped(() => {
      const [, gradient] = valueAndGradient((v) => tf.sqrt(v), tf.scalar(0));
      expect(gradient.dataSync()[0]).to.equal(Infinity);
    }),
  );
});
