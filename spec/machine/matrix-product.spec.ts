import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Assembler} from './support.js';
import {
  expectClose,
  expectSame,
  onCpu,
  onEachMachine,
  type Product,
  productWords,
  randomFloats,
  resultOf,
  smallIntegers,
} from './whole-instructions.js';

type Numbers = ArrayLike<number>;

onEachMachine('MatrixProduct', (machine) => {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      it(`multiplies matrices of 1 to 20 rows and columns, transposed: ${transposeA}, ${transposeB}`, () => {
        for (let size = 0; size < 20 ** 3; size++) {
          const [m, k, n] = [1 + (size % 20), 1 + (Math.floor(size / 20) % 20), 1 + Math.floor(size / 400)];
          const product = {m, k, n, transposeA, transposeB};
          const [a, b] = [smallIntegers(m * k), smallIntegers(k * n)];
          expectSame(run(machine, product, a, b), expected(product, a, b), `${m}, ${k}, ${n}`);
        }
      });

      it(`multiplies in blocks, transposed: ${transposeA}, ${transposeB}`, () => {
        for (const k of [255, 256, 257, 1000]) {
          for (const [m, n] of [
            [1, 33],
            [2, 64],
            [12, 40],
            [13, 31],
            [64, 9],
            [65, 70],
            [130, 1],
          ] as const) {
            const product = {m, k, n, transposeA, transposeB};
            const [a, b] = [smallIntegers(m * k), smallIntegers(k * n)];
            expectSame(run(machine, product, a, b), expected(product, a, b), `${m}, ${k}, ${n}`);
          }
        }
      });
    }
  }

  it('multiplies batches, whose matrices may be the same', () => {
    fc.assert(
      fc.property(batches, ({sharesA, sharesB, ...sizes}) => {
        const {batch, m, k, n} = sizes;
        const product = {...sizes, aStride: sharesA ? 0 : m * k, bStride: sharesB ? 0 : k * n};
        const a = smallIntegers((sharesA ? 1 : batch) * m * k);
        const b = smallIntegers((sharesB ? 1 : batch) * k * n);
        expect(run(machine, product, a, b)).to.deep.equal(expected(product, a, b));
        expect(run(machine, product, a, b)).to.deep.equal(byTfjs(product, a, b));
      }),
    );
  });

  it('makes zeros of a sum over nothing', () => {
    for (const [m, n] of [
      [1, 1],
      [1, 5],
      [5, 1],
      [6, 7],
      [1, 40],
    ] as const) {
      expect(run(machine, {m, k: 0, n}, [], [])).to.deep.equal(new Array(m * n).fill(0));
    }
  });

  it('keeps NaN and infinities to the rows and columns they stand in', () => {
    const special = fc.constantFrom(NaN, Infinity, -Infinity);
    const property = fc.property(sizes, special, fc.nat(), fc.nat(), (product, x, atA, atB) => {
      const {m, k, n} = product;
      const [a, b] = [smallIntegers(m * k), smallIntegers(k * n)];
      a[atA % (m * k)] = x;
      b[atB % (k * n)] = Infinity;
      expect(withoutSignsOfZero(run(machine, product, a, b))).to.deep.equal(
        withoutSignsOfZero(expected(product, a, b)),
      );
    });
    fc.assert(property);
  });

  it('keeps long sums accurate', () => {
    const longest = {m: 1, k: 1e6, n: 1};
    expectAccurate(run(machine, longest, tenths(1e6), tenths(1e6)), longest, tenths(1e6), tenths(1e6));
    for (const {m, k, n} of [
      {m: 1, k: 1e5, n: 1},
      {m: 5, k: 2e4, n: 1},
      {m: 1, k: 2e4, n: 37},
      {m: 6, k: 2e4, n: 10},
    ]) {
      for (const make of [randomFloats, positives, tenths]) {
        const [a, b] = [make(m * k), make(k * n)];
        expectAccurate(run(machine, {m, k, n}, a, b), {m, k, n}, a, b);
        const product = {m, k, n, transposeA: true, transposeB: true};
        expectAccurate(run(machine, product, a, b), product, a, b);
      }
    }
  });

  it('comes to what the kernel of tfjs comes to', () => {
    fc.assert(
      fc.property(sizes, (product) => {
        const {m, k, n} = product;
        const [a, b] = [randomFloats(m * k), randomFloats(k * n)];
        const found = run(machine, product, a, b);
        expectClose(found, byTfjs(product, a, b), () => 1e-6 * k);
      }),
    );
  });
});

const size = fc.integer({min: 1, max: 70});
const transposes = {transposeA: fc.boolean(), transposeB: fc.boolean()};
const sizes = fc.record({m: size, k: size, n: size, ...transposes});
const few = fc.integer({min: 1, max: 9});
const batches = fc.record({
  batch: fc.integer({min: 1, max: 5}),
  ...{m: few, k: few, n: few, sharesA: fc.boolean(), sharesB: fc.boolean()},
  ...transposes,
});

const positives = (count: number): Float32Array => randomFloats(count).map(Math.abs);
const tenths = (count: number): Float32Array => new Float32Array(count).fill(0.1);

/** Two zeros of different sign are one: the order of a sum decides on it. */
const withoutSignsOfZero = (numbers: number[]): number[] => numbers.map((x) => x + 0);

function run(machine: Machine, product: Product, aValues: Numbers, bValues: Numbers): number[] {
  const assembler = new Assembler(machine);
  const [a, b] = [assembler.place(aValues), assembler.place(bValues)];
  const out = assembler.reserve((product.batch ?? 1) * product.m * product.n);
  assembler.run(productWords(product, out, a, b));
  return resultOf(assembler, out);
}

function expected(product: Product, a: Numbers, b: Numbers): number[] {
  const {batch = 1, m, k, n, aStride = 0, bStride = 0, transposeA, transposeB} = product;
  const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
  const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
  return Array.from({length: batch * m * n}, (_, index) => {
    const matrix = Math.floor(index / (m * n));
    const fromA = matrix * aStride + (Math.floor(index / n) % m) * aRow;
    const fromB = matrix * bStride + (index % n) * bColumn;
    let sum = 0;
    for (let l = 0; l < k; l++) sum += at(a, fromA + l * aColumn) * at(b, fromB + l * bRow);
    return Math.fround(sum);
  });
}

const at = (numbers: Numbers, index: number): number => numbers[index] ?? NaN;

function expectAccurate(found: number[], product: Product, a: Numbers, b: Numbers): void {
  const absolutes = expected(product, Array.from(a, Math.abs), Array.from(b, Math.abs));
  expectClose(found, expected(product, a, b), (_, index) => 1e-6 * at(absolutes, index));
}

function byTfjs(product: Product, a: Numbers, b: Numbers): number[] {
  const {batch = 1, m, k, n, transposeA = false, transposeB = false} = product;
  const shapeOf = (count: number, rows: number, columns: number, isTransposed: boolean): number[] => [
    count,
    ...(isTransposed ? [columns, rows] : [rows, columns]),
  ];
  return onCpu(() => {
    const left = tf.tensor(Array.from(a), shapeOf(a.length / (m * k), m, k, transposeA), 'float32');
    const right = tf.tensor(Array.from(b), shapeOf(b.length / (k * n), k, n, transposeB), 'float32');
    const result = tf.matMul(left, right, transposeA, transposeB);
    return tf.add(result, tf.zeros([batch, m, n]));
  });
}
