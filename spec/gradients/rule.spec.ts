import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {onePerKernel, rule} from '../../src/gradients/rule.js';
import {rules} from '../../src/gradients/rules/index.js';
import {onEachBackend} from '../support.js';

const square = (): tf.GradConfig => rule('Square', {inputs: ['x']}, (dy) => ({x: () => dy}));

describe('gradient rules', () => {
  it('are refused if a kernel has two', () => {
    expect(() => onePerKernel([square(), square()])).to.throw(
      'internal: the kernel Square has two gradient rules',
    );
  });

  it('are one for each kernel', () => {
    expect(onePerKernel(rules)).to.equal(rules);
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
