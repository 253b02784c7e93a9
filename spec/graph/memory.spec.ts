import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {
  batchJacobian,
  graph,
  hessian,
  hessianVectorProduct,
  jacobian,
  valueAndBatchJacobian,
  valueAndGradient,
  type GraphFunction,
} from '../../src/index.js';
import {disposeAll} from '../support.js';
import {onEachGraphBackend} from './graph-backends.js';
import {expectUntouched} from './untouched.js';

type F = (...parameters: tf.Tensor[]) => unknown;
type Loose = (f: unknown, args: unknown, options?: unknown) => unknown;

const differentiate = valueAndGradient as Loose;

/** A function, and a call of it as a graph function; whatever the call returns is disposed of. */
interface Call {
  readonly f: (...parameters: never[]) => unknown;
  readonly call: (g: GraphFunction<F>, x: tf.Tensor) => unknown;
}

const square = (x: tf.Tensor): tf.Tensor => tf.square(x);
const product = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mul(tf.exp(x), y);

const calls: Readonly<Record<string, Call>> = {
  'a plain call': {f: square, call: (g, x) => g(x)},
  'a plain call with a structure': {f: (x: tf.Tensor) => ({a: [x, tf.exp(x)]}), call: (g, x) => g(x)},
  'one argument': {f: square, call: (g, x) => differentiate(g, x)},
  'tensors and numbers': {f: product, call: (g, x) => differentiate(g, [x, 3])},
  'lists of numbers': {f: product, call: (g, x) => differentiate(g, [x, [3, 4]])},
  'a structure of y': {f: (x: tf.Tensor) => [tf.sum(x), {x}], call: (g, x) => differentiate(g, x)},
  outputGradients: {f: square, call: (g, x) => differentiate(g, x, {outputGradients: [1, 2]})},
  'outputGradients of the argument': {f: square, call: (g, x) => differentiate(g, x, {outputGradients: x})},
  hasAux: {
    f: (x: tf.Tensor) => [tf.sum(x), {x, mean: tf.mean(x), text: 'text'}],
    call: (g, x) => differentiate(g, x, {hasAux: true}),
  },
  kwargs: {
    f: (x: tf.Tensor, {scale}: {scale: tf.Tensor}) => tf.mul(x, scale),
    call: (g, x) => differentiate(g, [x], {kwargs: {scale: 2}}),
  },
  argnums: {f: product, call: (g, x) => differentiate(g, [x, x], {argnums: [0]})},
  'unconnectedGradients: zero': {
    f: square,
    call: (g, x) => differentiate(g, [x, 5], {unconnectedGradients: 'zero'}),
  },
  'unconnectedGradients: none': {f: square, call: (g, x) => differentiate(g, [x, 5])},
  'autoUnpackSingleArg: false': {
    f: ([x, y]: [tf.Tensor, tf.Tensor]) => tf.mul(x, y),
    call: (g, x) => differentiate(g, [x, 2], {autoUnpackSingleArg: false}),
  },
  name: {f: square, call: (g, x) => differentiate(g, x, {name: 'mine'})},
  useGradientTape: {f: square, call: (g, x) => differentiate(g, x, {useGradientTape: true})},
  'the same tensor in several places': {
    f: (x: tf.Tensor) => {
      const y = tf.exp(x);
      return [[y, y, x], {y, x}];
    },
    call: (g, x) => differentiate(g, [x, x], {hasAux: true}),
  },
  jacobian: {f: square, call: (g, x) => (jacobian as Loose)(g, x)},
  'jacobian of a structure with aux': {
    f: (x: tf.Tensor) => [{a: x, b: tf.sum(x)}, tf.exp(x)],
    call: (g, x) => (jacobian as Loose)(g, x, {hasAux: true}),
  },
  batchJacobian: {f: square, call: (g, x) => (batchJacobian as Loose)(g, x)},
  valueAndBatchJacobian: {f: square, call: (g, x) => (valueAndBatchJacobian as Loose)(g, x)},
  hessian: {f: (x: tf.Tensor) => tf.sum(tf.exp(x)), call: (g, x) => (hessian as Loose)(g, x)},
  hessianVectorProduct: {
    f: (x: tf.Tensor) => tf.sum(tf.exp(x)),
    call: (g, x) => (hessianVectorProduct as (...parameters: unknown[]) => unknown)(g, x, x),
  },
};

onEachGraphBackend('200 compiled calls leave memory as it was', () => {
  for (const [title, {f, call}] of Object.entries(calls)) {
    it(`by ${title}`, () => {
      expectUntouched(() => {
        const g = graph(f as F);
        const x = tf.tensor1d([0.5, 2]);
        for (let count = 0; count < 4; count++) disposeAll(call(g, x));
        expectUntouched(() => {
          for (let count = 0; count < 200; count++) disposeAll(call(g, x));
        });
        const isByTape = title === 'useGradientTape';
        expect(g.inspect().signatures.map((compiled) => compiled.calls)).to.deep.equal(isByTape ? [] : [204]);
        g.dispose();
        x.dispose();
      });
    });
  }
});
