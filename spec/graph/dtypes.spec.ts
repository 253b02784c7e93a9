import * as tf from '@tensorflow/tfjs-core';

import {onEachBackend} from '../support.js';
import {expectAsPlain, expectAsTape, type F} from './agreement.js';
import {isOnCpu, onEachGraphBackend} from './graph-backends.js';

const bools = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, 'bool');

onEachGraphBackend("bools are computed with as tfjs's kernels do:", () => {
  type OfBools = (a: tf.Tensor, b: tf.Tensor, x: tf.Tensor) => tf.Tensor;
  const cases: Readonly<Record<string, OfBools>> = {
    neg: (a, _, x) => tf.mul(x, tf.neg(a)),
    add: (a, b, x) => tf.mul(x, tf.add(a, b)),
    sub: (a, b, x) => tf.mul(x, tf.sub(a, b)),
    div: (a, b, x) => tf.mul(x, tf.div(a, tf.logicalOr(b, tf.logicalNot(b)))),
    'logicalAnd of a sum': (a, b, x) => tf.mul(x, tf.cast(tf.logicalAnd(tf.add(a, b), b), 'float32')),
    'where by a sum': (a, b, x) => tf.where(tf.add(a, b), x, tf.zerosLike(x)),
    'where by a comparison': (a, b, x) => tf.where(tf.equal(a, b), x, tf.zerosLike(x)),
  };
  for (const [what, f] of Object.entries(cases)) {
    it(what, function () {
      // wasm has no such kernel for bools: it hands out whatever stood in its memory.
      if (what === 'neg' && tf.getBackend() === 'wasm') this.skip();
      expectAsTape(
        f,
        (count) => [bools(1, 0, 0, 1), bools(1, 1, 0, count % 2), tf.tensor1d([count, 2, 3, 4])],
        {argnums: 2},
      );
    });
  }
});

onEachBackend('bools of other bytes than 0 and 1', () => {
  const cases: Readonly<Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
    logicalAnd: (a, b) => tf.logicalAnd(a, b),
    // The kernel's own answer holds other bytes, too.
    logicalOr: (a, b) => tf.logicalNot(tf.logicalOr(a, b)),
    logicalNot: (a) => tf.logicalNot(a),
    where: (a) => tf.where(a, tf.ones([4]), tf.zeros([4])),
  };
  for (const [what, f] of Object.entries(cases)) {
    it(`are what tfjs's kernel takes them for, in ${what}`, function () {
      // A GPU has no bytes, and the programs of other backends are its kernels.
      if (!isOnCpu()) this.skip();
      expectAsPlain(f, (count) => [
        tf.tensor(Uint8Array.of(255, 2, 0, count % 2), [4], 'bool'),
        bools(1, 1, 1, 0),
      ]);
    });
  }
});

onEachGraphBackend('concat of several dtypes', () => {
  const one = (dtype: tf.NumericDataType, count: number): tf.Tensor1D =>
    dtype === 'float32' ? tf.tensor1d([count + 0.5, 2]) : tf.tensor1d([1, 0], dtype);
  for (const [first, second] of [
    ['int32', 'float32'],
    ['float32', 'int32'],
    ['bool', 'int32'],
  ] as const) {
    it(`is that of tfjs, of ${first} and ${second}`, () => {
      expectAsPlain(
        (a: tf.Tensor1D, b: tf.Tensor1D) => tf.concat([a, b]),
        (count) => [one(first, count), one(second, count)],
      );
    });
  }
});

onEachGraphBackend('complex tensors', () => {
  const parts = (z: tf.Tensor): tf.Tensor[] => [tf.real(z), tf.imag(z)];
  const complex = (count: number): tf.Tensor => tf.complex([3, count], [4, 1]);

  const itWithComplex = (title: string, run: () => void): void => {
    it(title, function () {
      if (tf.getKernel('Complex', tf.getBackend()) === undefined) this.skip();
      run();
    });
  };

  itWithComplex('are captured, also where all their elements are the same', () => {
    const unit = tf.complex(1, 1);
    const f: F = (re: tf.Tensor, im: tf.Tensor) => parts(tf.mul(tf.complex(re, im), unit));
    const scalars = (count: number): tf.Tensor[] => [tf.scalar(count), tf.scalar(5)];
    expectAsPlain(f, scalars);
    expectAsTape(f, scalars);
    unit.dispose();
  });

  itWithComplex('are arguments of a plain call', () => {
    expectAsPlain(
      (z: tf.Tensor) => [tf.abs(z), ...parts(tf.mul(z, z))],
      (count) => [complex(count)],
    );
  });

  itWithComplex('are results of a plain call', () => {
    expectAsPlain(
      (z: tf.Tensor, factor: tf.Tensor) => tf.mul(z, factor),
      (count) => [complex(count), complex(2)],
    );
  });
});
