import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import '../../src/index.js';
import {register} from '../../src/gradients/registration.js';
import {rule} from '../../src/gradients/rule.js';
import {onEachBackend} from '../support.js';

describe('gradient rules', () => {
  it('are refused if a kernel has two', () => {
    const before = tf.getGradient('Pow');
    const second = rule('Pow', {inputs: ['a']}, (dy) => ({a: () => dy}));
    expect(() => register([second])).to.throw('internal: the kernel Pow has two gradient rules');
    expect(tf.getGradient('Pow')).to.equal(before);
  });

  it('may be registered again', () => {
    register([tf.getGradient('Pow')]);
  });
});

onEachBackend('gradient rules', () => {
  it('get float32 zeros for an output of integers that nothing depends on', () => {
    const seen: string[] = [];
    const split = rule<Record<never, never>, tf.Tensor[]>('SplitV', {}, (dys) => {
      seen.push(...dys.map(({dtype}) => dtype));
      return {};
    });
    tf.tidy(() => {
      split.gradFunc([tf.ones([1]), tf.zeros([1], 'int32')], [], {});
    });
    expect(seen).to.deep.equal(['float32', 'float32']);
  });
});
