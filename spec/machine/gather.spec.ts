import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {Assembler} from './support.js';
import {onCpu, onEachMachine, randomFloats, resultOf, sizeOf} from './whole-instructions.js';

type Shape = readonly [outer: number, length: number, inner: number];

onEachMachine('Gather', (machine) => {
  it('gathers rows of any length, as tfjs does', () => {
    fc.assert(
      fc.property(cases, ([shape, indices]) => {
        const values = randomFloats(sizeOf(shape));
        expect(run(machine, shape, values, indices)).to.deep.equal(byTfjs(shape, values, indices));
      }),
    );
  });

  it('keeps the bits of NaN, infinities and -0', () => {
    const values = [NaN, -0, Infinity, 0, -Infinity];
    expect(run(machine, [1, 5, 1], values, [1, 1, 0, 4, 2, 3])).to.deep.equal([
      -0,
      -0,
      NaN,
      -Infinity,
      Infinity,
      0,
    ]);
    expect(run(machine, [1, 5, 1], values, [1])).to.deep.equal([-0]);
  });

  it('gathers no rows', () => {
    expect(run(machine, [2, 3, 4], new Array(24).fill(1), [])).to.deep.equal([]);
  });

  for (const index of [-1, 3, 2 ** 31 - 1, -(2 ** 31)]) {
    it(`throws at index ${index} of a length of 3`, () => {
      for (const inner of [1, 5]) {
        const gathering = (): number[] => run(machine, [2, 3, inner], randomFloats(6 * inner), [0, index, 1]);
        expect(gathering).to.throw(RangeError, 'out of range');
      }
    });
  }
});

const upTo = (max: number): fc.Arbitrary<number> => fc.integer({min: 1, max});

const cases = fc
  .tuple(upTo(4), upTo(9), fc.oneof(upTo(9), fc.constantFrom(127, 128, 300)))
  .chain(([outer, length, inner]) =>
    fc.tuple(
      fc.constant<Shape>([outer, length, inner]),
      fc.array(fc.nat(length - 1), {minLength: 1, maxLength: 12}),
    ),
  );

function run(machine: Machine, shape: Shape, values: ArrayLike<number>, wanted: readonly number[]): number[] {
  const assembler = new Assembler(machine);
  const [a, indices] = [assembler.place(values), assembler.place(wanted, 'int')];
  const [outer, , inner] = shape;
  const out = assembler.reserve(outer * wanted.length * inner);
  assembler.run([Opcode.Gather, out.offset, a.offset, indices.offset, ...shape, wanted.length]);
  return resultOf(assembler, out);
}

function byTfjs(shape: Shape, values: Float32Array, indices: readonly number[]): number[] {
  return onCpu(() => tf.gather(tf.tensor(values, [...shape]), tf.tensor1d([...indices], 'int32'), 1));
}
