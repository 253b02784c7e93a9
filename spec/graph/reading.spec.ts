import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {differentiate, expectAsPlain, expectAsTape, inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';

const shapeOf = (x: tf.Tensor): tf.Tensor1D => tf.tensor1d(x.shape, 'int32');

onEachGraphBackend('in a graph function, f may read', () => {
  it('what kernels make of constants alone', () => {
    expectAsTape(
      (x: tf.Tensor) => tf.mul(x, tf.sum(tf.range(0, 4)).dataSync()[0] as number),
      (count) => [tf.tensor1d([count, 2])],
    );
  });

  it('the shape that a converted model computes for a reshape', () => {
    expectAsTape(
      (x: tf.Tensor) => {
        const rows = tf.stridedSlice(shapeOf(x), [0], [1], [1]);
        const shape = tf.concat([rows, tf.tensor1d([-1], 'int32')]);
        return tf.reshape(tf.square(x), Array.from(shape.dataSync()));
      },
      (count) => [tf.fill([2, 2, 2], count)],
    );
  });

  it('zeros and ones like an argument', () => {
    expectAsPlain(
      (x: tf.Tensor) => tf.add(x, tf.sum(tf.onesLike(x)).dataSync()[0] as number),
      (count) => [tf.tensor1d([count, 2])],
    );
  });
});

onEachGraphBackend('in a graph function, f must not read', () => {
  const refused: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
    'what a kernel makes of a constant and an argument': (x) => tf.mul(tf.range(0, 4), tf.sum(x)),
    'what a random kernel makes of constants': () =>
      tf.multinomial(tf.tensor1d([0.5, 0.5]), 4, undefined, true),
    'a part of an argument': (x) => tf.split(x, 2)[0] as tf.Tensor,
  };
  for (const [what, make] of Object.entries(refused)) {
    it(what, () => {
      inScope(() => {
        const g = graph((x: tf.Tensor) => tf.mul(x, make(x).dataSync()[0] as number));
        expect(() => g(tf.tensor1d([1, 2]))).to.throw(GraphTraceError, /f reads a traced value/);
      });
    });
  }

  it('an argument that it reaches by closure', () => {
    inScope(() => {
      const x = tf.scalar(2);
      const w = tf.scalar(3);
      const g = graph(() => tf.mul(w, x.dataSync()[0] as number));
      expect(() => differentiate(g, x)).to.throw(GraphTraceError, /f reads a traced value.*of an argument/);
    });
  });
});
