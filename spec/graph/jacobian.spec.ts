import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {
  batchJacobian,
  graph,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
} from '../../src/index.js';
import {scoped, tensorsIn} from '../support.js';
import {onEachGraphBackend} from './graph-backends.js';

type Compute = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => unknown;

const vector = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sin(x), tf.sum(tf.square(x), -1, true));
const scalar = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.sin(x), tf.square(tf.sum(x))));

const family: Readonly<Record<string, readonly [Compute, f: (x: tf.Tensor) => tf.Tensor]>> = {
  jacobian: [jacobian, vector],
  batchJacobian: [batchJacobian, vector],
  valueAndBatchJacobian: [valueAndBatchJacobian, vector],
  hessian: [hessian as Compute, scalar],
  hessianVectorProduct: [
    (f, x) => hessianVectorProduct(f as (x: tf.Tensor) => tf.Scalar, x, tf.cos(x)),
    scalar,
  ],
};

onEachGraphBackend('the Jacobian family of a graph function', () => {
  for (const [name, [compute, f]] of Object.entries(family)) {
    it(
      `${name} is the tape's, at other arguments than traced, without running f`,
      scoped(() => {
        let runs = 0;
        const g = graph((x: tf.Tensor) => (runs++, f(x)));
        for (let count = 0; count < 5; count++) {
          const x = tf.tensor2d([0.3, -0.4, 0.5 + count, 0.1, 0.2, -0.6], [2, 3]);
          const [expected, found] = [tensorsIn(compute(f, x)), tensorsIn(compute(g, x))];
          expect(found.length).to.equal(expected.length);
          found.forEach((tensor, index) => {
            const right = expected[index] as tf.Tensor;
            expect(tensor.shape).to.deep.equal(right.shape);
            const error = tf.max(tf.abs(tf.sub(tensor, right)));
            const scale = tf.add(tf.max(tf.abs(right)), 1);
            expect(tf.div(error, scale).dataSync()[0]).to.be.below(1e-5);
          });
        }
        expect(runs).to.equal(2);
        expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([5]);
        g.dispose();
      }),
    );
  }

  it(
    'runs the forward kernels of a batch Jacobian once, however many outputs there are',
    scoped(() => {
      const count = 6;
      const weights = tf.randomNormal([4, count], 0, 1, 'float32', 1);
      const g = graph((x: tf.Tensor) =>
        tf.softplus(tf.matMul(tf.erf(x) as tf.Tensor2D, weights as tf.Tensor2D)),
      );
      for (const seed of [1, 2, 3]) batchJacobian(g, tf.randomNormal([3, 4], 0, 1, 'float32', seed));
      const [compiled] = g.inspect().signatures;
      const occurrences = (kernel: string): number =>
        compiled?.program.split('\n').filter((line) => line.includes(`= ${kernel}(`)).length ?? 0;
      expect(occurrences('Erf')).to.equal(1);
      expect(occurrences('Softplus') + occurrences('Sigmoid')).to.be.within(1, 2);
      // One product forward, and one for each output.
      expect(occurrences('BatchMatMul')).to.be.within(1, 1 + count);
      expect(compiled?.kernelsTraced).to.be.above((compiled?.program.match(/\n%/g) ?? []).length);
      g.dispose();
    }),
  );

  it(
    'compiles each public function by itself',
    scoped(() => {
      const g = graph(vector);
      for (const row of [1, 2, 3]) {
        const x = tf.tensor2d([0.1 * row, 0.2], [1, 2]);
        jacobian(g, x);
        batchJacobian(g, x);
      }
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([3, 3]);
      g.dispose();
    }),
  );
});
