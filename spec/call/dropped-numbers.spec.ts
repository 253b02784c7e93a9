import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {
  checkGradients,
  graph,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndGradient,
} from '../../src/index.js';
import {expectThrow, numbersIn, onEachBackend, scoped} from '../support.js';

onEachBackend('numbers that f drops', () => {
  const f = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(x));
  const message = (caller: string): RegExp =>
    new RegExp(
      `^${caller}: args: f takes one parameter and got the 3 numbers \\[1, 2, 3\\], .*\\[\\[1, 2, 3\\]\\].*autoUnpackSingleArg: false`,
    );

  // The compiler says so as well; scripts in JavaScript have none.
  const untyped = f as (...xs: tf.Tensor[]) => tf.Scalar;
  const list: number[] = [1, 2, 3];
  const calls: Readonly<Record<string, (g: typeof untyped) => unknown>> = {
    valueAndGradient: (g) => valueAndGradient(g, list),
    jacobian: (g) => jacobian(g, list),
    hessian: (g) => hessian(g, list),
    hessianVectorProduct: (g) => hessianVectorProduct(g, list, list),
  };
  for (const [caller, call] of Object.entries(calls)) {
    it(`are refused by ${caller}, without a leak`, () => expectThrow(() => call(untyped), message(caller)));

    it(`are refused by ${caller} of a graph function, at every call, without a leak`, () => {
      const g = graph(untyped);
      for (let turn = 0; turn < 4; turn++) expectThrow(() => call(g), message(caller));
      g.dispose();
    });
  }

  it('are refused by checkGradients, which advises no option that it does not take', () => {
    expectThrow(
      () => checkGradients(untyped, list),
      /^checkGradients: args: .*\[\[1, 2, 3\]\] for one vector\.$/,
    );
  });

  it('are refused however many there are, and with zeros for what is unconnected', () => {
    const many = Array.from({length: 1000}, (_, index) => index);
    expectThrow(
      () => valueAndGradient(untyped, many, {unconnectedGradients: 'zero'}),
      /the 1000 numbers \[0, 1, 2, 3, …\]/,
    );
  });

  it(
    'are left alone where f uses them, takes none by name, or is told by argnums which to take',
    scoped(() => {
      const rest = valueAndGradient(
        (x: tf.Tensor, ...others: tf.Tensor[]) => tf.addN([x, ...others]),
        [1, 2],
      );
      expect(numbersIn(rest[1])).to.deep.equal([1, 1]);
      const [a, b] = [tf.scalar(1), tf.scalar(2)];
      expect(valueAndGradient(() => tf.square(a), [a, b])[1]).to.have.lengthOf(2);
      expect(numbersIn(valueAndGradient((x) => tf.square(x), list, {argnums: 0})[1])).to.deep.equal(2);
      expect(valueAndGradient((x: tf.Tensor) => x, [a, b])[1]).to.have.lengthOf(2);
      expect(valueAndGradient((_x: tf.Tensor, _y: tf.Tensor) => tf.scalar(2), [1, 2])[1]).to.have.lengthOf(2);
    }),
  );

  it('are one vector in a list of their own, or unpacked', () => {
    tf.tidy(() => {
      expect(numbersIn(valueAndGradient(f, [[1, 2, 3]])[1][0])).to.deep.equal([2, 4, 6]);
      const unpacked = valueAndGradient(f, [1, 2, 3], {autoUnpackSingleArg: false});
      expect(numbersIn(unpacked[1])).to.deep.equal([2, 4, 6]);
    });
  });
});

describe('a graph function', () => {
  it('has the length and the name of its f', () => {
    const named = (_x: tf.Tensor, _y: tf.Tensor): tf.Scalar => tf.scalar(1);
    expect(graph(named).length).to.equal(2);
    // A bundler may have renamed it.
    expect(named.name).to.include('named');
    expect(graph(named).name).to.equal(named.name);
  });
});
