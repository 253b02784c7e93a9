import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode, Reduction} from '../../src/machine/opcodes.js';
import {Assembler, type ElementType} from './support.js';
import {
  expectClose,
  expectSame,
  int32s,
  onCpu,
  onEachMachine,
  randomFloats,
  resultOf,
  sizeOf,
  smallIntegers,
  specialFloats,
} from './whole-instructions.js';

type Shape = readonly [outer: number, length: number, inner: number];
type Reduce = (x: tf.Tensor, axis: number) => tf.Tensor;

/** What reduces floats and int32, and the op of tfjs that does the same. */
const reductions: Readonly<Record<string, readonly [float: Reduction, int: Reduction, op: Reduce]>> = {
  Sum: [Reduction.Sum, Reduction.IntSum, tf.sum],
  Prod: [Reduction.Prod, Reduction.IntProd, tf.prod],
  Max: [Reduction.Max, Reduction.IntMax, tf.max],
  Min: [Reduction.Min, Reduction.IntMin, tf.min],
  ArgMax: [Reduction.ArgMax, Reduction.IntArgMax, tf.argMax],
  ArgMin: [Reduction.ArgMin, Reduction.IntArgMin, tf.argMin],
};

onEachMachine('Reduce', (machine) => {
  for (const [name, [float, int, op]] of Object.entries(reductions)) {
    it(`finds the ${name} of floats over each axis, as tfjs does`, () => {
      for (const shape of shapes()) {
        const values = smallIntegers(sizeOf(shape));
        expectSame(run(machine, float, shape, values), byTfjs(op, shape, values), shape.join());
      }
    });

    it(`finds the ${name} of floats of which some are NaN, infinite or -0, as tfjs does`, () => {
      const cases = shapeOf(12, 40, 20).chain((shape) =>
        fc.tuple(fc.constant(shape), specialFloats(sizeOf(shape))),
      );
      fc.assert(
        fc.property(cases, ([shape, values]) => {
          expect(run(machine, float, shape, values)).to.deep.equal(byTfjs(op, shape, values));
        }),
      );
    });

    it(`finds the ${name} of int32, as tfjs does`, () => {
      // Of few elements the order in which float64 rounds a sum of int32 cannot show.
      const cases = shapeOf(4, 40, 20).chain((shape) => fc.tuple(fc.constant(shape), int32s(sizeOf(shape))));
      fc.assert(
        fc.property(cases, ([shape, values]) => {
          expect(run(machine, int, shape, values, 'int')).to.deep.equal(byTfjs(op, shape, values, 'int32'));
        }),
      );
    });
  }

  it('finds the first of the extremes that are equal', () => {
    for (const inner of [1, 3, 4, 16]) {
      for (const length of [2, 7, 33]) {
        const zeros = Array.from({length: length * inner}, (_, i) => (Math.floor(i / inner) % 2 ? 0 : -0));
        for (const reduction of [Reduction.Max, Reduction.Min]) {
          expect(run(machine, reduction, [1, length, inner], zeros)).to.deep.equal(new Array(inner).fill(-0));
        }
        for (const reduction of [Reduction.ArgMax, Reduction.ArgMin]) {
          expect(run(machine, reduction, [1, length, inner], zeros)).to.deep.equal(new Array(inner).fill(0));
        }
      }
    }
  });

  it('reduces nothing to 0, 1, NaN and index 0', () => {
    for (const inner of [1, 2, 4, 21]) {
      const ofNothing = (reduction: Reduction): number[] => run(machine, reduction, [1, 0, inner], []);
      expect(ofNothing(Reduction.Sum)).to.deep.equal(new Array(inner).fill(0));
      expect(ofNothing(Reduction.Prod)).to.deep.equal(new Array(inner).fill(1));
      expect(ofNothing(Reduction.Max)).to.deep.equal(new Array(inner).fill(NaN));
      expect(ofNothing(Reduction.Min)).to.deep.equal(new Array(inner).fill(NaN));
      expect(ofNothing(Reduction.ArgMax)).to.deep.equal(new Array(inner).fill(0));
      expect(run(machine, Reduction.IntMax, [1, 0, inner], [], 'int')).to.deep.equal(
        new Array(inner).fill(0),
      );
    }
  });

  it('keeps sums of a million as accurate as float32 can say', () => {
    const tenths = new Float32Array(1e6).fill(0.1);
    expectAccurateSum(machine, [1, 1e6, 1], tenths);
    for (const shape of [
      [1, 2e5, 1],
      [1, 2e4, 10],
      [1, 1e4, 20],
      [10, 2e4, 1],
    ] as const) {
      expectAccurateSum(machine, shape, randomFloats(2e5));
      expectAccurateSum(machine, shape, tenths.subarray(0, 2e5));
    }
  });

  it('keeps sums and products of int32 modulo 2³²', () => {
    const ends = [2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 1, 2 ** 31 - 1];
    expect(run(machine, Reduction.IntSum, [1, 5, 1], ends, 'int')).to.deep.equal([
      ends.reduce((a, b) => a + b) | 0,
    ]);
    for (const factors of [
      ends.slice(0, 2),
      ends.slice(0, 3),
      [3 ** 19, 3 ** 19, 3],
      [-(2 ** 30), 3, 7, 2 ** 5],
    ]) {
      const expected = factors.reduce((a, b) => a * b) | 0;
      expect(run(machine, Reduction.IntProd, [1, factors.length, 1], factors, 'int')).to.deep.equal([
        expected,
      ]);
    }
  });
});

function expectAccurateSum(machine: Machine, shape: Shape, values: Float32Array): void {
  const found = run(machine, Reduction.Sum, shape, values);
  expectClose(found, byTfjs(tf.sum, shape, values), (sum) => 2 ** -23 * Math.abs(sum));
}

/** Shapes with each combination of a few lengths. */
function shapes(): Shape[] {
  const lengths = [1, 2, 3, 4, 7, 8, 15, 16, 17, 20, 37];
  return [1, 2, 5].flatMap((outer) =>
    lengths.flatMap((length) => lengths.map((inner): Shape => [outer, length, inner])),
  );
}

function shapeOf(outer: number, length: number, inner: number): fc.Arbitrary<Shape> {
  const upTo = (max: number): fc.Arbitrary<number> => fc.integer({min: 1, max});
  // Rows take paths of their own.
  return fc.tuple(upTo(outer), upTo(length), fc.oneof(fc.constant(1), upTo(inner)));
}

function run(
  machine: Machine,
  reduction: Reduction,
  shape: Shape,
  values: ArrayLike<number>,
  type: ElementType = 'float',
): number[] {
  const assembler = new Assembler(machine);
  const a = assembler.place(values, type);
  const [outer, , inner] = shape;
  const isArgument = /Arg/.test(Reduction[reduction]);
  const out = assembler.reserve(outer * inner, isArgument ? 'int' : type);
  assembler.run([Opcode.Reduce, reduction, out.offset, a.offset, ...shape]);
  return resultOf(assembler, out);
}

function byTfjs(
  op: Reduce,
  shape: Shape,
  values: ArrayLike<number>,
  dtype: 'float32' | 'int32' = 'float32',
): number[] {
  return onCpu(() => op(tf.tensor(Array.from(values), [...shape], dtype), 1));
}
