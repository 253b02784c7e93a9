import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {graph} from '../../src/index.js';
import {expectNumbers} from '../support.js';
import {differentiate, inScope, shown, type F} from './agreement.js';
import {onEachGraphBackend} from './graph-backends.js';

interface Case {
  readonly f: F;
  readonly call: (h: F, typed: Float32Array) => unknown;
}

const weights = (): tf.Tensor => tf.tensor1d([1, -2]);

const arguments_: Readonly<Record<string, Case>> = {
  'an argument of a plain call': {
    f: (w: tf.Tensor, typed: Float32Array) => tf.mul(w, tf.tensor1d([...typed])),
    call: (h, typed) => h(...([weights(), typed] as never[])),
  },
  'an argument that is not differentiated': {
    f: (w: tf.Tensor, typed: Float32Array) => tf.mul(w, tf.tensor1d([...typed])),
    call: (h, typed) => differentiate(h, [weights(), typed], {argnums: 0}),
  },
  'a member of an object that is not differentiated': {
    f: (w: tf.Tensor, {steps: [step]}: {steps: [Float32Array]}) => tf.mul(w, tf.tensor1d([...step])),
    call: (h, typed) => differentiate(h, [weights(), {steps: [typed]}], {argnums: 0}),
  },
};

const outputGradients: Readonly<Record<string, Case>> = {
  outputGradients: {
    f: (w: tf.Tensor) => tf.square(w),
    call: (h, typed) => differentiate(h, weights(), {outputGradients: typed}),
  },
  'a member of outputGradients': {
    f: (w: tf.Tensor) => ({a: tf.square(w), b: {c: tf.exp(w)}}),
    call: (h, typed) => differentiate(h, weights(), {outputGradients: {a: [1, 2], b: {c: typed}}}),
  },
};

onEachGraphBackend('a typed array', () => {
  for (const [what, {f, call}] of Object.entries({...arguments_, ...outputGradients})) {
    it(`is known by its elements, as ${what}`, () => {
      inScope(() => {
        const g = graph(f);
        const typed = Float32Array.of(1, 2);
        const agree = (): void => expectNumbers(shown(call(g, typed)), shown(call(f, typed)));
        for (let count = 0; count < 4; count++) agree();
        for (let count = 0; count < 4; count++) {
          typed[0] = 10;
          agree();
          typed[0] = 1;
          agree();
        }
        g.dispose();
      });
    });
  }

  for (const [what, {f, call}] of Object.entries(arguments_)) {
    it(`has one program for equal elements, as ${what}`, () => {
      inScope(() => {
        let runs = 0;
        const g = graph((...parameters: unknown[]) => (runs++, f(...(parameters as never[]))));
        for (let count = 0; count < 6; count++) call(g as F, Float32Array.of(1, 2));
        expect(runs).to.equal(2);
        g.dispose();
      });
    });
  }

  for (const [what, {f, call}] of Object.entries(outputGradients)) {
    it(`has one program whatever its elements, as ${what}`, () => {
      inScope(() => {
        let runs = 0;
        const g = graph((...parameters: unknown[]) => (runs++, f(...(parameters as never[]))));
        for (let count = 0; count < 6; count++) call(g as F, Float32Array.of(count, 2));
        expect([runs, g.inspect().signatures.length]).to.deep.equal([2, 1]);
        g.dispose();
      });
    });
  }
});

onEachGraphBackend('a typed array of zeros', () => {
  it('is known by their signs', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor, [zero]: Float32Array) => tf.mul(x, Object.is(zero, -0) ? 2 : 1));
      for (let count = 0; count < 4; count++) {
        expectNumbers(g(tf.scalar(3), Float32Array.of(0)), 3);
        expectNumbers(g(tf.scalar(3), Float32Array.of(-0)), 6);
      }
      g.dispose();
    });
  });
});

onEachGraphBackend('outputGradients', () => {
  it('are a number that changes, by one program', () => {
    inScope(() => {
      let runs = 0;
      const g = graph((x: tf.Tensor) => (runs++, tf.square(x)));
      for (let weight = 0; weight < 20; weight++)
        expectNumbers(differentiate(g, [3], {outputGradients: weight}), [9, [6 * weight]]);
      expect(runs).to.equal(2);
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([20]);
      g.dispose();
    });
  });

  it('are lists of numbers that change', () => {
    inScope(() => {
      const g = graph((x: tf.Tensor) => tf.square(x));
      const list = [1, 1];
      for (let count = 0; count < 6; count++) {
        list[0] = count % 2;
        const [, gradient] = differentiate(g, tf.tensor1d([3, 5]), {outputGradients: list}) as [
          unknown,
          tf.Tensor,
        ];
        expectNumbers(gradient, [6 * (count % 2), 10]);
      }
      g.dispose();
    });
  });
});

onEachGraphBackend('a symbol', () => {
  it('is known by itself, not by its description', () => {
    inScope(() => {
      const [one, other] = [Symbol('mode'), Symbol('mode')];
      const g = graph((x: tf.Tensor, mode: symbol) => (mode === one ? tf.square(x) : tf.neg(x)));
      for (let count = 0; count < 4; count++) {
        expectNumbers(g(tf.scalar(3), one), 9);
        expectNumbers(g(tf.scalar(3), other), -3);
      }
      expect(g.inspect().signatures.map(({calls}) => calls)).to.deep.equal([4, 4]);
      g.dispose();
    });
  });
});
