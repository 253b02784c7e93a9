import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import {expect} from 'chai';

import {graph, GraphTraceError} from '../../src/index.js';
import {expectNumbers, onEachBackend} from '../support.js';
import {differentiate, inScope} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';
import {registerSecondBackend, removeSecondBackend} from './second-backend.js';
import {expectUntouched} from './untouched.js';

onEachGraphBackend('a variable that f makes', () => {
  it('when it is first called is read afresh at every later call', () => {
    expectUntouched(() => {
      let v: tf.Variable | undefined;
      let runs = 0;
      const g = graph((x: tf.Tensor) => {
        runs++;
        v ??= tf.variable(tf.scalar(2));
        return tf.mul(x, v);
      });
      for (let count = 1; count <= 5; count++)
        inScope(() => expectNumbers(differentiate(g, [count]), [2 * count, [2]]));
      // The first call is given up as a trace; the next two are compared.
      expect(runs).to.equal(3);
      tf.tidy(() => v?.assign(tf.scalar(7)));
      inScope(() => expectNumbers(differentiate(g, [3]), [21, [7]]));
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([6]);
      g.dispose();
      v?.dispose();
    });
  });

  it('by a layer that is built when it is first applied is one of them', () => {
    expectUntouched(() => {
      const layer = layers.layers.dense({units: 1, useBias: false, kernelInitializer: 'ones'});
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, layer.apply(x) as tf.Tensor));
      for (let count = 1; count <= 5; count++)
        inScope(() => expectNumbers(g(tf.tensor2d([[count, 2]])), [[count + 2]]));
      expect(runs).to.equal(3);
      inScope(() => layer.setWeights([tf.tensor2d([[2], [3]])]));
      inScope(() => expectNumbers(g(tf.tensor2d([[5, 1]])), [[13]]));
      g.dispose();
      layer.dispose();
    });
  });

  it('and disposes of is a constant of its program', () => {
    expectUntouched(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => {
        runs++;
        const v = tf.variable(tf.scalar(2));
        const y = tf.mul(x, v);
        v.dispose();
        return y;
      });
      for (let count = 1; count <= 5; count++)
        inScope(() => expectNumbers(differentiate(g, [count]), [2 * count, [2]]));
      expect(runs).to.equal(2);
      g.dispose();
    });
  });

  it('at every call is refused, and nothing is left behind but the variables', () => {
    expectUntouched(() => {
      const captured = tf.scalar(3);
      const made: tf.Variable[] = [];
      const g = graph((x: tf.Tensor) => {
        const v = tf.tidy(() => tf.variable(tf.scalar(2), true, `made ${made.length} on ${tf.getBackend()}`));
        made.push(v);
        return tf.mul(tf.mul(x, captured), v);
      });
      inScope(() => expectNumbers(g(tf.scalar(1)), 6));
      inScope(() => {
        const message = /f makes a variable at every call, this time 'made 1 on/;
        expect(() => g(tf.scalar(1))).to.throw(GraphTraceError, message);
      });
      expect(g.inspect().signatures[0]?.reason).to.match(/f makes a variable at every call/);
      g.dispose();
      tf.dispose(made);
      captured.dispose();
    });
  });
});

onEachGraphBackend('a variable', () => {
  it('that was made of a captured tensor is not taken for it', () => {
    expectUntouched(() => {
      const captured = tf.scalar(3);
      const v = tf.variable(captured);
      const g = graph((x: tf.Tensor) => tf.add(tf.mul(x, captured), v));
      // Until the first trace, the two have one memory.
      inScope(() => expectNumbers(g(tf.scalar(1)), 6));
      for (let count = 0; count < 4; count++) {
        inScope(() => {
          v.assign(tf.scalar(count));
          expectNumbers(g(v), 4 * count);
          expectNumbers(g(tf.scalar(2)), 6 + count);
        });
      }
      g.dispose();
      tf.dispose([captured, v]);
    });
  });
});

onEachBackend('variables that were made of one tensor', () => {
  for (const isMoved of [false, true]) {
    it(`are told apart${isMoved ? ' on another backend than theirs' : ''}`, async () => {
      const first = tf.getBackend();
      const zeros = tf.zeros([2]);
      const variables = [tf.variable(zeros), tf.variable(zeros)] as const;
      zeros.dispose();
      const [v, w] = variables;
      if (isMoved) await tf.setBackend(registerSecondBackend());
      try {
        const g = graph((x: tf.Tensor) => tf.sum(tf.add(tf.mul(x, v), tf.square(w))));
        for (let count = 1; count <= 5; count++) {
          inScope(() => {
            expectNumbers(differentiate(g, [tf.tensor1d([count, 1])]), [
              count === 1 ? 0 : (count - 1) * count + 2,
              [count === 1 ? [0, 0] : [count - 1, 0]],
            ]);
            v.assign(tf.tensor1d([count, 0]));
            w.assign(tf.tensor1d([1, 1]));
          });
        }
        expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([5]);
        g.dispose();
      } finally {
        await tf.setBackend(first);
        tf.dispose([v, w]);
        if (isMoved) removeSecondBackend();
      }
    });
  }
});
