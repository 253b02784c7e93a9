import * as tf from '@tensorflow/tfjs-core';

import {graph} from '../../src/index.js';
import {expectNumbers, onEachBackend} from '../support.js';
import {expectAsPlain, inScope} from './agreement.js';
import {expectUntouched} from './untouched.js';

const column = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);
const at = (row: number): tf.Tensor2D => tf.tensor2d([row], [1, 1], 'int32');

/** On cpu this kernel writes into what it is given, which in a program others may read, too. */
onEachBackend('tensorScatterUpdate writes', () => {
  it('into no constant that was folded', () => {
    expectAsPlain(
      (row: tf.Tensor) => tf.tensorScatterUpdate(tf.mul(tf.ones([3, 1]), 2), row, column(100)),
      (count) => [at(count % 3)],
    );
  });

  it('into no variable', () => {
    const v = tf.tidy(() => tf.variable(column(1, 2, 3)));
    const g = graph((row: tf.Tensor) => tf.tensorScatterUpdate(tf.mul(v, 1), row, column(100)));
    for (let count = 0; count < 5; count++) {
      inScope(() => {
        const expected = [[1], [2], [3]];
        expected[count % 3] = [100];
        expectNumbers(g(at(count % 3)), expected);
        expectNumbers(v, [[1], [2], [3]]);
      });
    }
    g.dispose();
    v.dispose();
  });

  it('into no argument', () => {
    const g = graph((x: tf.Tensor) => tf.tensorScatterUpdate(tf.sub(x, 0), at(1), column(100)));
    for (let count = 0; count < 5; count++) {
      inScope(() => {
        const x = column(count, 2, 3);
        expectNumbers(g(x), [[count], [100], [3]]);
        expectNumbers(x, [[count], [2], [3]]);
      });
    }
    g.dispose();
  });

  it('into no value that another has become one with', () => {
    expectAsPlain(
      (x: tf.Tensor, row: tf.Tensor) => {
        const [a, b] = [tf.cumsum(x), tf.cumsum(x)];
        return [tf.tensorScatterUpdate(a, row, column(100)), b];
      },
      (count) => [column(count, 2, 3), at(1)],
    );
  });

  it('into a copy that is freed', () => {
    expectUntouched(() => {
      const x = column(1, 2, 3);
      const g = graph((y: tf.Tensor, row: tf.Tensor) =>
        tf.tensorScatterUpdate(tf.cumsum(y), row, column(100)),
      );
      for (let count = 0; count < 5; count++) inScope(() => void g(x, at(2)));
      g.dispose();
      x.dispose();
    });
  });
});
