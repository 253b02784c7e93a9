import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {tapeGradients} from '../../src/tape/tape.js';
import {inScope} from '../../src/tfjs/scopes.js';
import {currentTape, gradientDepth, isRecording} from '../../src/tfjs/recording.js';
import {expectNumbers, onEachBackend, scoped} from '../support.js';

onEachBackend('the tape', () => {
  it(
    'gives a value and its gradients, undefined for what it does not depend on',
    scoped(() => {
      const [x, y] = [tf.scalar(2), tf.scalar(3)];
      const {value, grads} = tapeGradients(() => tf.exp(x), [x, y], tf.scalar(10));
      expectNumbers([value, grads[0]], [Math.exp(2), 10 * Math.exp(2)]);
      expect(grads[1]).to.equal(undefined);
    }),
  );

  it('is empty after a failure, and what it saved is disposed', () => {
    const before = tf.memory().numTensors;
    const x = tf.scalar(2);
    const fail = (): unknown =>
      inScope('test', [], () =>
        tapeGradients(() => {
          tf.exp(x);
          throw new Error('mine');
        }, [x]),
      );
    expect(fail).to.throw('mine');
    x.dispose();
    expect([currentTape().length, gradientDepth(), isRecording()]).to.deep.equal([0, 0, false]);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it(
    'keeps what an outer gradient has saved when an inner one fails',
    scoped(() => {
      const x = tf.scalar(2);
      const {grads} = tapeGradients(() => {
        const y = tf.exp(x);
        const inner = (): unknown =>
          tapeGradients(() => {
            tf.square(y);
            throw new Error('mine');
          }, [y]);
        expect(inner).to.throw('mine');
        return y;
      }, [x]);
      expectNumbers(grads[0], Math.exp(2));
    }),
  );
});
