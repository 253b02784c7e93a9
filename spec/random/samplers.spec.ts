import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {alea} from '../../src/random/alea.js';
import {draw} from '../../src/random/fit.js';
import {gamma, normal, standard, truncatedNormal, uniform, type Sampler} from '../../src/random/samplers.js';
import {onEachBackend, scoped} from '../support.js';

const COUNT = 500;

/** What tfjs draws by a seed, and how it is drawn here from the same stream. */
const cases: ReadonlyArray<
  readonly [
    title: string,
    theirs: (seed: number) => tf.Tensor,
    ours: (next: Sampler) => Sampler,
    asFloats?: boolean,
  ]
> = [
  [
    'uniform',
    (seed) => tf.randomUniform([COUNT], -0.3, 1.7, 'float32', seed),
    (next) => uniform(next, {shift: -0.3, scale: 2}),
  ],
  [
    'uniform integers of both signs',
    (seed) => tf.randomUniform([COUNT], -5, 9, 'int32', seed),
    (next) => uniform(next, {shift: -5, scale: 14}),
    false,
  ],
  [
    'normal',
    (seed) => tf.randomNormal([COUNT], 2, 0.1, 'float32', seed),
    (next) => normal(next, {shift: 2, scale: 0.1}),
  ],
  [
    'truncated normal',
    (seed) => tf.truncatedNormal([COUNT], -1, 3, 'float32', seed),
    (next) => truncatedNormal(next, {shift: -1, scale: 3}),
  ],
  ...[0.3, 1, 4.5].map(
    (shape) =>
      [
        `gamma of shape ${shape}`,
        (seed: number) => tf.randomGamma([COUNT], shape, 2, 'float32', seed),
        (next: Sampler) => gamma(next, shape, {shift: 0, scale: 2}, normal(alea(String(next())), standard)),
      ] as const,
  ),
];

onEachBackend('samplers', () => {
  for (const [title, theirs, ours, asFloats = true] of cases) {
    it(
      `draw what tfjs draws: ${title}`,
      scoped(() => {
        for (const seed of [0.1, 0.7390851, 42]) {
          const elements = draw(ours(alea(String(seed))), COUNT, asFloats);
          expect(Array.from(elements)).to.deep.equal(Array.from(theirs(seed).dataSync()));
        }
      }),
    );
  }
});
