import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';

import {graph} from '../../src/index.js';
import {expectUntouched} from './untouched.js';

type F = (x: tf.Tensor1D) => tf.Tensor;

const cases: Readonly<Record<string, F>> = {
  'a kernel with a list of tensors among its inputs': (x) =>
    tf.raggedGather([tf.tensor1d([0, 2, 2, 4], 'int32')], x, tf.tensor1d([2, 0], 'int32'), 1)
      .outputDenseValues,
  'one whose list comes last': (x) =>
    tf.raggedTensorToTensor(
      tf.tensor1d([2, 3], 'int32'),
      x,
      tf.scalar(0),
      [tf.tensor1d([0, 2, 4], 'int32')],
      ['ROW_SPLITS'],
    ),
  'strings that f makes': (x) => {
    const strings = tf.tensor1d(['a', 'bc'], 'string');
    return tf.add(x, tf.sum(tf.cast(tf.string.stringToHashBucketFast(strings, 7), 'float32')));
  },
};

describe('graph functions', () => {
  before(() => tf.setBackend('cpu'));

  for (const [what, f] of Object.entries(cases)) {
    it(`replay ${what}, at other arguments than they were traced at`, () => {
      expectUntouched(() => {
        const g = graph(f);
        for (const factor of [1, 2, -3]) {
          tf.tidy(() => {
            const x = tf.mul(tf.tensor1d([1, 2, 3, 4]), factor) as tf.Tensor1D;
            expect(g(x).arraySync()).to.deep.equal(f(x).arraySync());
          });
        }
        expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([3]);
        g.dispose();
      });
    });
  }

  it('refuse strings that are others at every call', () => {
    let calls = 0;
    const g = graph((x: tf.Tensor) => {
      const strings = tf.tensor1d([`${calls++}`], 'string');
      return tf.add(x, tf.sum(tf.cast(tf.string.stringToHashBucketFast(strings, 7), 'float32')));
    });
    tf.tidy(() => g(tf.scalar(1)));
    expect(() => tf.tidy(() => g(tf.scalar(1)))).to.throw(/captured or random tensor has changed/);
    g.dispose();
  });
});
