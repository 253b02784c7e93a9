import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';

import {expectNumbers, expectOwned, expectThrow, scoped} from '../support.js';
import type {Subject} from './subjects.js';

/** Calls in places, and of functions, that are easily got wrong. */
export function hostile({valueAndGradient}: Subject): void {
  const cube = (x: tf.Tensor): tf.Tensor => tf.pow(x, 3);

  it(
    'takes what was computed before an inner call for a constant of it, whoever differentiates around it',
    scoped(() => {
      const inner = (x: tf.Tensor): tf.Tensor => {
        const before = tf.square(x);
        return valueAndGradient((z: tf.Tensor) => tf.mul(before, z), x)[1];
      };
      expectNumbers(inner(tf.scalar(3)), 9);
      expectNumbers(valueAndGradient(inner, tf.scalar(3)), [9, 6]);
    }),
  );

  it(
    'differentiates in the gradient function of a customGrad, as checkpoints do',
    scoped(() => {
      const checkpoint = (f: (x: tf.Tensor) => tf.Tensor): ((x: tf.Tensor) => tf.Tensor) =>
        tf.customGrad((x, save) => {
          (save as tf.GradSaveFunc)([x as tf.Tensor]);
          return {
            value: f(x as tf.Tensor),
            gradFunc: (dy, [saved]) => valueAndGradient(f, saved as tf.Tensor, {outputGradients: dy})[1],
          };
        });
      expectNumbers(
        expectOwned(() => valueAndGradient(checkpoint(cube), 2)),
        [8, 12],
      );
      const second = valueAndGradient(
        (x: tf.Tensor) => valueAndGradient(checkpoint(cube), x)[1],
        tf.scalar(2),
      );
      expectNumbers(second, [12, 12]);
    }),
  );

  it(
    'differentiates in the body of a customGrad',
    scoped(() => {
      const slope = tf.customGrad((x) => ({
        value: valueAndGradient(cube, x as tf.Tensor)[1],
        gradFunc: (dy) => tf.mul(dy, 5),
      }));
      expectNumbers(slope(tf.scalar(2)), 12);
      expectNumbers(valueAndGradient(slope, tf.scalar(2)), [12, 5]);
    }),
  );

  it(
    'does not differentiate weights that are arguments',
    scoped(() => {
      const x = tf.scalar(3);
      expectNumbers(
        valueAndGradient((v: tf.Tensor) => [tf.square(v)], x, {outputGradients: [x]}),
        [[9], 18],
      );
      expectNumbers(
        valueAndGradient((v: tf.Tensor) => tf.square(v), x, {outputGradients: x}),
        [9, 18],
      );
    }),
  );

  it(
    'survives gradient functions that hand out one tensor twice, or one of somebody else',
    scoped(() => {
      const sum = tf.customGrad((a, b) => ({
        value: tf.add(a as tf.Tensor, b as tf.Tensor),
        gradFunc: (dy: tf.Tensor) => [dy, dy],
      }));
      const twice = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.add(tf.square(a), sum(a, b));
      expectNumbers(valueAndGradient(twice, [2, 3]), [9, [5, 1]]);
      const seven = tf.scalar(7);
      const times = tf.customGrad((x) => ({value: tf.mul(x as tf.Tensor, 7), gradFunc: () => seven}));
      expectNumbers(
        valueAndGradient((x: tf.Tensor) => tf.add(times(x), times(x)), 2),
        [28, 14],
      );
      expect(seven.isDisposed).to.equal(false);
    }),
  );

  it(
    'keeps to the rule of a customGrad whose value is a tensor from before',
    scoped(() => {
      const f = (x: tf.Tensor): tf.Tensor => {
        const before = tf.square(x);
        return tf.customGrad(() => ({value: before, gradFunc: (dy: tf.Tensor) => tf.mul(dy, 5)}))(x);
      };
      expectNumbers(valueAndGradient(f, 3), [9, 5]);
    }),
  );

  it(
    'does not share memory with a typed array',
    scoped(() => {
      const values = Float32Array.of(1, 2);
      const [y] = valueAndGradient((x: tf.Tensor) => tf.reshape(x, [2, 1]), values);
      values.fill(0);
      expectNumbers(y, [[1], [2]]);
    }),
  );

  it('refuses complex tensors', function () {
    if ((tf.getKernel('Complex', tf.getBackend()) as tf.KernelConfig | undefined) === undefined) this.skip();
    const z = tf.complex([1], [2]);
    expectThrow(
      () => valueAndGradient((x: tf.Tensor) => tf.abs(x), z),
      /args: expected a tensor of real numbers, got one of complex/,
    );
    z.dispose();
  });

  it('names the path at which a structure holds itself', () => {
    const cyclic: {list: unknown[]} = {list: [1]};
    cyclic.list.push({back: cyclic});
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), [1, cyclic as object]),
      /^valueAndGradient: args\[1\]\.list\[1\]\.back: expected a structure, got one that holds itself/,
    );
    const array: unknown[] = [];
    array.push(array);
    expectThrow(
      () => valueAndGradient(() => tf.scalar(1), array as number[]),
      /args\[0\]\[0\]: .* holds itself/,
    );
    expectThrow(
      () =>
        valueAndGradient((x) => {
          const y: {x: tf.Tensor; own?: tf.Tensor} = {x};
          y.own = y as never;
          return y as {x: tf.Tensor};
        }, 1),
      /^valueAndGradient: y\.own: .* holds itself/,
    );
  });

  it('refuses holes, and a position that argnums names twice', () => {
    const holes: number[] = [1];
    holes[2] = 3;
    expectThrow(() => valueAndGradient((x: tf.Tensor) => x, [holes]), /args\[0\]\[1\]: .*got undefined/);
    expectThrow(
      () =>
        valueAndGradient((a: tf.Tensor, b: number) => tf.mul(a, b), [2, 3], {
          argnums: [0, -2],
        }),
      /argnums: expected distinct positions among the 2 of args, got -2/,
    );
  });

  it(
    'calls f without a this',
    scoped(() => {
      valueAndGradient(function (this: unknown, x: tf.Tensor) {
        // A script that is not strict gets the global object.
        expect([undefined, globalThis]).to.include(this);
        return x;
      }, 1);
    }),
  );
}
