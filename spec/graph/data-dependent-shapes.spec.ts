import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {type F, inScope, shown} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

/** What a kernel makes of one set of data, of another with a result of the same shape, and of one with another. */
interface Case {
  readonly f: F;
  readonly traced: ReadonlyArray<() => tf.Tensor[]>;
  readonly other: () => tf.Tensor[];
}

const vector =
  (...values: number[]) =>
  (): tf.Tensor[] => [tf.tensor1d(values)];

const boxes = (second: number, best: number) => (): tf.Tensor[] => [
  tf.tensor2d([0, 0, 1, 1, second, second, second + 1, second + 1, 20, 20, 21, 21], [3, 4]),
  tf.tensor1d([best, 0.5, 0.25]),
];

const segments =
  (first: number, ...ids: number[]) =>
  (): tf.Tensor[] => [
    tf.tensor2d([first, 2, 3], [3, 1]),
    tf.tensor1d([0, 1, 2], 'int32'),
    tf.tensor1d(ids, 'int32'),
  ];

const cases: Readonly<Record<string, Case>> = {
  unique: {
    f: (x: tf.Tensor1D) => tf.unique(x).values,
    traced: [vector(1, 1, 2), vector(3, 4, 4)],
    other: vector(1, 2, 3),
  },
  'the sum of unique': {
    f: (x: tf.Tensor1D) => tf.sum(tf.square(tf.unique(x).values)),
    traced: [vector(1, 1, 2), vector(3, 4, 4)],
    other: vector(5, 5, 5),
  },
  nonMaxSuppression: {
    f: (at: tf.Tensor2D, scores: tf.Tensor1D) =>
      tf.cast(tf.image.nonMaxSuppression(at, scores, 3, 0.5), 'float32'),
    traced: [boxes(0, 0.9), boxes(0, 0.8)],
    other: boxes(5, 0.9),
  },
  sparseSegmentSum: {
    f: (data: tf.Tensor2D, indices: tf.Tensor1D, ids: tf.Tensor1D) =>
      tf.sparse.sparseSegmentSum(data, indices, ids),
    traced: [segments(1, 0, 0, 1), segments(5, 0, 0, 1)],
    other: segments(1, 0, 1, 2),
  },
};

onEachGraphBackend('a kernel whose result has another shape for other data', () => {
  const {warn} = console;
  // On webgl these kernels warn at every run that they wait for the GPU.
  before(() => void (console.warn = () => undefined));
  after(() => void (console.warn = warn));

  for (const [what, {f, traced, other}] of Object.entries(cases)) {
    const [first, second] = traced as [() => tf.Tensor[], () => tf.Tensor[]];
    const expectRight = (g: F, make: () => tf.Tensor[]): void => {
      inScope(() => expectNumbers(shown(g(...(make() as never[]))), shown(f(...(make() as never[])))));
    };
    const expectRefusal = (g: F, message: RegExp): void => {
      expect(() => inScope(() => void g(...(other() as never[])))).to.throw(GraphTraceError, message);
    };

    it(`${what}, is refused at the second trace, and stays so`, () => {
      expectUntouched(() => {
        const g = graph(f);
        const message = /two traces of it differ: \w+ ?.* makes a tensor of another shape/;
        expectUntouched(() => {
          expectRight(g, first);
          for (let count = 0; count < 3; count++) expectRefusal(g, message);
        });
        expect(() => expectRight(g, first)).to.throw(GraphTraceError, message);
        expect(g.inspect().signatures[0]?.reason).to.match(message);
        g.dispose();
      });
    });

    it(`${what}, is refused where a compiled program meets it, and stays so, until g is disposed of`, () => {
      expectUntouched(() => {
        const g = graph(f);
        const message = /what \w+ makes depends in its shape on its data/;
        for (let round = 0; round < 2; round++) {
          expectUntouched(() => {
            for (const make of [first, second, first]) expectRight(g, make);
            for (let count = 0; count < 3; count++) expectRefusal(g, message);
          });
          expect(() => expectRight(g, first)).to.throw(GraphTraceError, message);
          g.dispose();
        }
        for (const make of [first, second, second, first]) expectRight(g, make);
        g.dispose();
      });
    });
  }
});
