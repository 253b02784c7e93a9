import * as tf from '@tensorflow/tfjs-core';

import type {DerivativeCase} from '../case.js';
import {between, mixed} from '../data.js';

export const cases: readonly DerivativeCase[] = [
  {title: 'exp', f: (x) => tf.exp(x as tf.Tensor), args: () => [mixed([2, 3])]},
  {title: 'log', f: (x) => tf.log(x as tf.Tensor), args: () => [between(0.5, 2, [4])]},
  {
    title: 'mul, broadcast in b',
    f: (a, b) => tf.mul(a as tf.Tensor, b as tf.Tensor),
    args: () => [mixed([2, 3]), mixed([3], 2)],
  },
];
