import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {
  checkGradients,
  graph,
  GraphTraceError,
  hessian,
  jacobian,
  valueAndGradient,
} from '../../src/index.js';
import {replacing} from '../../src/tfjs/replacing.js';
import {expectThrow, onEachBackend} from '../support.js';

const sumOfSquares = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(x));

onEachBackend('what TensorFlow.js says without saying what is wrong', () => {
  const calls: Readonly<Record<string, (f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor) => unknown>> = {
    valueAndGradient: (f, x) => valueAndGradient(f, x),
    jacobian: (f, x) => jacobian(f, x),
    hessian: (f, x) => hessian(f, x),
    checkGradients: (f, x) => checkGradients(f, x),
    graph: (f, x) => graph(f)(x),
  };

  for (const [caller, call] of Object.entries(calls)) {
    it(`is said in our words by ${caller}: a disposed tensor that f closes over`, () => {
      const gone = tf.tensor1d([1, 2]);
      gone.dispose();
      const x = tf.tensor1d([1, 2]);
      expectThrow(
        () => call((v) => tf.sum(tf.mul(v, gone)), x),
        new RegExp(`^${caller}: f uses a tensor or variable that was disposed of\\. `),
      );
      x.dispose();
    });
  }

  it('is said in our words: an operation without a gradient, with the error as its cause', () => {
    const x = tf.tensor1d([1, 2]);
    const call = (): unknown => valueAndGradient((v) => tf.lowerBound(v, v), x);
    expectThrow(call, /^valueAndGradient: SearchSorted has no gradient, .*tf\.customGrad/);
    try {
      call();
    } catch (error) {
      expect((error as Error & {cause: Error}).cause.message).to.contain('SearchSorted');
    }
    x.dispose();
  });

  it('is said in our words: no backend', () => {
    const missing = (): never => {
      throw new Error('No backend found in registry.');
    };
    const x = tf.tensor1d([1, 2]);
    for (const [caller, call] of Object.entries(calls)) {
      replacing(tf.engine(), {makeTensor: missing, runKernel: missing}, () =>
        expectThrow(
          () => call(sumOfSquares, x),
          new RegExp(`^${caller}: expected a backend.*, got none\\. Import one`),
        ),
      );
    }
    x.dispose();
  });

  it('leaves what f throws as it is, and an inner call with its own name', () => {
    const thrown = new Error('mine');
    const throwing = (): tf.Scalar => {
      throw thrown;
    };
    const x = tf.tensor1d([1, 2]);
    expect(() => valueAndGradient(throwing, x)).to.throw(thrown);
    expectThrow(
      () => jacobian((v) => valueAndGradient((u) => tf.lowerBound(u, u), v)[1], x),
      /^valueAndGradient: SearchSorted/,
    );
    x.dispose();
  });
});

onEachBackend('what a message advises', () => {
  it('is an option only where the call takes options', () => {
    const x = tf.tensor1d([1, 2]);
    const reading = (v: tf.Tensor): tf.Tensor => tf.mul(v, v.dataSync()[0] as number);
    expect(() => graph(reading)(x)).to.throw(GraphTraceError, /, or call f itself\.$/);
    expect(() => valueAndGradient(graph(reading), x)).to.throw(
      GraphTraceError,
      /or pass \{useGradientTape: true\}\.$/,
    );
    expect(() => jacobian(graph(reading), x)).to.throw(
      GraphTraceError,
      /or pass \{useGradientTape: true\}\.$/,
    );
    expect(() => jacobian(graph(reading), x, {useGradientTape: true})).not.to.throw();
    x.dispose();
  });

  it('fits the mistake', () => {
    const loose = valueAndGradient as (...parameters: unknown[]) => unknown;
    const x = tf.tensor1d([1, 2]);
    const value = sumOfSquares(x);
    const mistakes: ReadonlyArray<readonly [unknown[], RegExp]> = [
      [[() => sumOfSquares(x), {argnums: 0}], /args: .*\[argnums\], which are options\. Options come after/],
      [[sumOfSquares, {hasAux: true}], /args: .*\[hasAux\], which are options/],
      [[value, x], /f: expected a function, .*Pass the function itself, not what it returns/],
      [[sumOfSquares, [x], x], /options: .*one list.*outputGradients/],
      [
        [
          sumOfSquares,
          new (class {
            readonly size = 1;
          })(),
        ],
        /got an instance of a class without a name/,
      ],
      [[sumOfSquares, Promise.resolve(x)], /got a Promise\. Await it before the call/],
      [[() => undefined, x], /got undefined\. Let f return what it computes/],
      [[() => value.dataSync()[0], x], /got the number 5\. Return the tensor itself/],
    ];
    for (const [parameters, message] of mistakes) expectThrow(() => loose(...parameters), message);
    tf.dispose([x, value]);
  });
});
