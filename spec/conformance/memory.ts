import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {disposeAll, expectNumbers, expectOwned, scoped, tensorsIn} from '../support.js';
import type {Subject} from './subjects.js';

/** Whose the results are, and that nothing else is left. */
export function memoryRules({valueAndGradient, runsF}: Subject): void {
  const calls: Record<string, (x: tf.Tensor1D) => unknown> = {
    plain: (x) => valueAndGradient((v) => tf.sum(tf.exp(v)), x),
    packed: (x) => valueAndGradient((v, w) => tf.mul(v, w), [x, 3]),
    'a structure of y': (x) => valueAndGradient((v) => ({a: tf.square(v), b: [v, tf.sum(v)]}), x),
    'output gradients': (x) => valueAndGradient((v) => tf.square(v), x, {outputGradients: [1, 2]}),
    'output gradients as dy': (x) => valueAndGradient((v) => v, x, {outputGradients: x}),
    aux: (x) => valueAndGradient((v) => [tf.sum(v), {mean: tf.mean(v), self: v}], x, {hasAux: true}),
    kwargs: (x) => valueAndGradient((v, {scale}) => tf.mul(v, scale), [x], {kwargs: {scale: 2}}),
    argnums: (x) => valueAndGradient((v, n) => tf.mul(v, n), [x, 3], {argnums: 0}),
    'unconnected, none': (x) => valueAndGradient((v) => tf.square(v), [x, 5]),
    'unconnected, zero': (x) => valueAndGradient((v) => tf.square(v), [x, 5], {unconnectedGradients: 'zero'}),
    'the tape asked for, under a name': (x) =>
      valueAndGradient((v) => tf.sin(v), x, {useGradientTape: true, name: 'mine'}),
    unpacked: () => valueAndGradient((v) => tf.square(v), [1, 2, 3], {autoUnpackSingleArg: false}),
    nested: (x) =>
      valueAndGradient((v: tf.Tensor) => valueAndGradient((w: tf.Tensor) => tf.tanh(w), v)[1], x),
  };

  for (const [title, call] of Object.entries(calls)) {
    it(`leaves memory as it was after 200 calls: ${title}`, () => {
      const x = tf.tensor1d([1, 2]);
      disposeAll(expectOwned(() => call(x)));
      const before = tf.memory().numTensors;
      for (let count = 0; count < 200; count++) disposeAll(call(x));
      expect(tf.memory().numTensors).to.equal(before);
      expect(tf.engine().state.activeScope ?? null).to.equal(null);
      x.dispose();
    });
  }

  const failing: Record<string, (x: tf.Tensor1D) => unknown> = {
    'f throws': (x) =>
      valueAndGradient((v) => {
        tf.exp(tf.square(v));
        throw new Error('mine');
      }, x),
    'an inner f throws': (x) =>
      valueAndGradient((v: tf.Tensor) => {
        const [, g] = valueAndGradient((w: tf.Tensor) => {
          if (tf.square(w).rank === 1) throw new Error('mine');
          return w;
        }, tf.tanh(v));
        return g;
      }, x),
    'a gradient function throws': (x) => {
      const broken = tf.customGrad((v) => ({
        value: tf.exp(v as tf.Tensor),
        gradFunc: (): tf.Tensor => {
          throw new Error('mine');
        },
      }));
      return valueAndGradient((v) => [tf.square(v), broken(v)], x);
    },
    'a customGrad throws within two tapes': (x) => {
      const broken = tf.customGrad((v) => {
        tf.exp(v as tf.Tensor);
        throw new Error('mine');
      });
      return valueAndGradient((v: tf.Tensor) => valueAndGradient((w: tf.Tensor) => broken(w), v)[1], x);
    },
    'the weights do not fit': (x) => valueAndGradient((v) => tf.exp(v), x, {outputGradients: [1, 2, 3]}),
    'an argument does not fit': (x) => valueAndGradient((v) => v, [x, 3, [4], 'text' as never]),
  };

  for (const [title, call] of Object.entries(failing)) {
    it(`leaves neither tensors, nor a tape, nor a changed engine after 200 failures: ${title}`, () => {
      const x = tf.tensor1d([1, 2]);
      const engine = tf.engine();
      const members = Object.keys(engine).join();
      const before = tf.memory().numTensors;
      for (let count = 0; count < 200; count++) expect(() => call(x)).to.throw();
      expect(tf.memory().numTensors).to.equal(before);
      expect(Object.keys(engine).join()).to.equal(members);
      expect(engine.state.gradientDepth).to.equal(0);
      expect(engine.state.kernelDepth).to.equal(0);
      expect(engine.state.activeScope ?? null).to.equal(null);
      const result = valueAndGradient((v) => tf.sum(tf.square(v)), x);
      expectNumbers(result, [5, [2, 4]]);
      disposeAll([result, x]);
    });
  }

  it(
    "hands out tensors that are nobody else's",
    scoped(() => {
      const x = tf.tensor1d([1, 2]);
      const captured = tf.scalar(5);
      const variable = tf.variable(tf.scalar(6));
      const weights = tf.tensor1d([1, 1]);
      const f = (v: tf.Tensor): [tf.Tensor[], unknown] => {
        const shared = tf.square(v);
        return [
          [shared, shared, v],
          [captured, variable, shared, v],
        ];
      };
      const result = valueAndGradient(f, [x, x], {
        hasAux: true,
        outputGradients: [weights, weights, weights],
      });
      const all = [...tensorsIn(result), x, captured, variable, weights];
      expect(new Set(all).size).to.equal(all.length);
      const [kept, ...others] = tensorsIn(result) as [tf.Tensor, ...tf.Tensor[]];
      others.forEach((tensor) => tensor.dispose());
      expectNumbers([kept, x, captured, variable, weights], [[1, 4], [1, 2], 5, 6, [1, 1]]);
      variable.dispose();
    }),
  );

  it(
    'hands out a plain tensor where f returns a variable',
    scoped(() => {
      const variable = tf.variable(tf.scalar(2));
      const [y, gradient] = valueAndGradient(() => variable, variable);
      expect(y).not.to.be.instanceOf(tf.Variable);
      expectNumbers([y, gradient], [2, 1]);
      variable.dispose();
    }),
  );

  it('leaves its results to an enclosing tidy', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      valueAndGradient((x) => tf.square(x), [[1, 2]]);
    });
    expect(tf.memory().numTensors).to.equal(before);
  });

  if (runsF)
    it('leaves what f keeps to f', () => {
      const before = tf.memory().numTensors;
      let kept: tf.Tensor | undefined;
      const result = valueAndGradient((x) => (kept = tf.keep(tf.square(x))), 3);
      disposeAll(result);
      expectNumbers(kept, 9);
      kept?.dispose();
      expect(tf.memory().numTensors).to.equal(before);
    });
}
