import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {checkGradients, GradientCheckError} from '../../src/index.js';
import {expectThrow, onEachBackend} from '../support.js';

/** x³ by a customGrad whose first derivative is `slope` of x. */
const cube = (slope: (x: tf.Tensor) => tf.Tensor): ((x: tf.Tensor) => tf.Tensor) =>
  tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: tf.pow(x as tf.Tensor, 3),
      gradFunc: (dy, [saved]) => tf.mul(dy, slope(saved as tf.Tensor)),
    };
  });

function errorOf(run: () => void): GradientCheckError {
  const before = tf.memory().numTensors;
  try {
    run();
  } catch (error) {
    expect(tf.memory().numTensors).to.equal(before);
    if (error instanceof GradientCheckError) return error;
    throw error;
  }
  throw new Error('expected a GradientCheckError');
}

onEachBackend('checkGradients', () => {
  const tolerance = 1e-2;

  it('lets right derivatives pass, and leaves nothing behind', () => {
    const before = tf.memory().numTensors;
    checkGradients((x, y) => ({a: tf.mul(tf.sin(x), y), b: [tf.exp(x)]}), [[0.3, 0.5], 2], {
      order: 3,
      tolerance,
    });
    checkGradients(
      cube((x) => tf.mul(3, tf.square(x))),
      [1.5],
      {tolerance},
    );
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('names the order, the path, the value found and the one expected', () => {
    const wrong = cube((x) => tf.mul(2, tf.square(x)));
    const error = errorOf(() => checkGradients((a, {x}) => tf.mul(a, wrong(x)), [2, {x: [1.5, 0.7]}]));
    expect(error.order).to.equal(1);
    expect(error.path).to.equal('args[1].x');
    expect(error.found / error.expected).to.be.closeTo(2 / 3, 1e-2);
    expect(error.message).to.match(
      /derivative of order 1 with respect to args\[1\]\.x is wrong: .*central differences/,
    );
    expect(error.message).to.contain(String(error.found)).and.contain(String(error.expected));
  });

  it('finds a gradient whose own derivative is wrong', () => {
    // The slope is right, but a part of it is cut off from x.
    const detached = cube((x) => tf.mul(tf.scalar(3), tf.mul(x, tf.tensor(x.dataSync(), x.shape))));
    const error = errorOf(() => checkGradients(detached, [1.5], {order: 3, tolerance}));
    expect(error.order).to.equal(2);
    expect(error.path).to.equal('args[0]');
    checkGradients(detached, [1.5], {order: 1, tolerance});
  });

  it('finds a gradient that is missing', () => {
    const stopped = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.tensor(x.dataSync(), x.shape));
    expect(errorOf(() => checkGradients(stopped, [1.5])).order).to.equal(1);
    // Nothing is left of it: to valueAndGradient f does not depend on x.
    const cut = (x: tf.Tensor): tf.Tensor => tf.square(tf.tensor(x.dataSync(), x.shape));
    const {path, found, expected} = errorOf(() => checkGradients((_one, x) => cut(x), [2, {a: [1.5, 1]}.a]));
    expect(path).to.equal('args[1]');
    expect(found).to.equal(0);
    expect(expected).not.to.equal(0);
  });

  it('finds one wrong element among many, for most seeds', () => {
    const count = 400;
    const isLast = tf.tensor1d(Array.from({length: count}, (_, index) => (index < count - 1 ? 0 : 1)));
    const sine = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]): tf.Tensor =>
        tf.mul(dy, tf.mul(tf.cos(saved as tf.Tensor), tf.sub(1, isLast)));
      return {value: tf.sin(x as tf.Tensor), gradFunc};
    });
    const values = new Float32Array(count).map((_, index) => Math.sin(index));
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const isFound = (seed: number): boolean => {
      try {
        checkGradients((x) => sine(x), values, {order: 1, seed});
        return false;
      } catch (error) {
        return error instanceof GradientCheckError;
      }
    };
    expect(seeds.filter(isFound).length).to.be.above(6);
    isLast.dispose();
  });

  it('lets right derivatives of long vectors pass, whose rounding errors are alike', () => {
    const equal = tf.fill([1000], 0.7);
    for (const seed of [1, 2, 3]) checkGradients((x) => tf.logSumExp(x), equal, {seed, tolerance});
    equal.dispose();
  });

  it('suggests another epsilon, as one too large tells right derivatives from central differences', () => {
    const error = errorOf(() => checkGradients((x) => tf.log(x), [0.05]));
    expect(error.order).to.equal(2);
    expect(error.message).to.match(/pass an epsilon that is small beside the arguments\.$/);
    checkGradients((x) => tf.log(x), [0.05], {epsilon: 0.003, tolerance});
  });

  it('finds a gradient that is not a number', () => {
    expect(
      errorOf(() =>
        checkGradients(
          cube((x) => tf.div(x, tf.zerosLike(x))),
          [1.5],
        ),
      ).order,
    ).to.equal(1);
  });

  it('does the same at every run with one seed, and differently with another', () => {
    const wrong = cube((x) => tf.square(x));
    const found = (seed: number): number => errorOf(() => checkGradients(wrong, [[1.5, 2]], {seed})).found;
    expect(found(3)).to.equal(found(3));
    expect(found(3)).not.to.equal(found(4));
  });

  it('takes an undefined option for its default, and a tensor given twice for two arguments', () => {
    const wrong = cube((x) => tf.square(x));
    expect(
      errorOf(() => checkGradients(wrong, [1.5], {order: undefined, tolerance: undefined})).order,
    ).to.equal(1);
    const x = tf.scalar(1.5);
    checkGradients((a, b) => tf.mul(a, tf.square(b)), [x, x], {tolerance});
    expectThrow(() => checkGradients(() => tf.square(x), x), /f: expected what it returns to depend on args/);
    x.dispose();
  });

  it('refuses options and arguments that do not fit', () => {
    const f = (x: tf.Tensor): tf.Tensor => tf.square(x);
    expectThrow(
      () => checkGradients(f, [1], {order: 0}),
      /^checkGradients: options\.order: expected an order from 1 to 4, got the number 0/,
    );
    expectThrow(() => checkGradients(f, [1], {epsilon: -1}), /options\.epsilon: expected a positive number/);
    expectThrow(
      () => checkGradients(f, [1], {hasAux: true} as object),
      /unknown option 'hasAux'\. Known options: order/,
    );
    const integers = tf.tensor1d([1, 2], 'int32');
    expectThrow(
      () => checkGradients((x) => tf.square(x), [integers]),
      /args: expected a tensor of dtype float32, got none/,
    );
    expectThrow(
      () => checkGradients((x) => [tf.cast(x, 'int32'), tf.greater(x, 0)], [1]),
      /^checkGradients: y: expected a tensor of dtype float32, got int32, bool\./,
    );
    checkGradients((x) => [tf.cast(x, 'int32'), tf.mul(x, 2)], [1.2], {tolerance});
    const model = {trainableWeights: [{read: () => integers}]};
    expectThrow(
      () => checkGradients((x) => x, [1.5, {m: model}] as never),
      /^checkGradients: args\[1\]\.m: expected tensors, got a model/,
    );
    expectThrow(
      () => checkGradients((x) => x, [1.5, 'text'] as never),
      /^checkGradients: args\[1\]: expected .*got the string "text"\. Let f close over what is not to be differentiated\.$/,
    );
    integers.dispose();
  });
});
