import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {Assembler} from './support.js';
import {onCpu, onEachMachine, randomFloats, resultOf, smallIntegers} from './whole-instructions.js';

onEachMachine('SegmentSum', (machine) => {
  it('sums the rows of each segment, as tfjs does', () => {
    fc.assert(
      fc.property(cases, ({ids, inner, segments}) => {
        const values = randomFloats(ids.length * inner);
        const found = run(machine, values, ids, inner, segments);
        expect(found).to.deep.equal(byTfjs(values, ids, inner, segments));
      }),
    );
  });

  it('leaves rows out whose id is that of no segment', () => {
    const ids = [-1, 0, 2, -(2 ** 31), 2 ** 31 - 1, 0];
    expect(run(machine, [7, 1, 8, 9, 10, 2], ids, 1, 2)).to.deep.equal([3, 0]);
    expect(run(machine, [7, 1, 8, 9, 10, 2], ids, 1, 1)).to.deep.equal([3]);
    const many = 70_000;
    const found = run(machine, [7, 1, 5, 8, 9, 2], [-1, 0, many - 1, many, 2 ** 31 - 1, 0], 1, many);
    expect(found).to.deep.equal([3, ...new Array<number>(many - 2).fill(0), 5]);
  });

  it('makes NaN of what is not finite, in the same column of all other segments, as tfjs does', () => {
    for (const special of [NaN, Infinity, -Infinity]) {
      for (const id of [0, 1, 2, -1, 7]) {
        for (let at = 0; at < 15; at++) {
          const values = randomFloats(15).map((value, index) => (index === at ? special : value));
          const ids = [0, 2, 1, 2, 0];
          ids[Math.floor(at / 3)] = id;
          const found = run(machine, values, ids, 3, 3);
          expect(found, `${special} at ${at}, of segment ${id}`).to.deep.equal(byTfjs(values, ids, 3, 3));
        }
      }
    }
    const [found] = [run(machine, [1, Infinity], [0, 69_999], 1, 70_000)];
    expect([found[0], found[1], found[69_999]]).to.deep.equal([NaN, NaN, Infinity]);
  });

  it('sums to zeros where there are no rows', () => {
    expect(run(machine, [], [], 3, 2)).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });

  it('sums into very many segments and columns', () => {
    for (const [segments, inner] of [
      [3, 5000],
      [5000, 3],
      [5000, 1],
      [20_000, 4],
      [9, 8000],
    ] as const) {
      const ids = Array.from({length: 50}, (_, i) => (i % 2 ? i % 7 : segments - 1 - (i % 5)) % segments);
      const values = smallIntegers(ids.length * inner);
      const found = run(machine, values, ids, inner, segments);
      expect(found, `${segments}, ${inner}`).to.deep.equal(expected(values, ids, inner, segments));
    }
  });

  it('keeps a long sum as accurate as float32 can say', () => {
    const ids = new Array<number>(1e5).fill(1);
    const values = new Float32Array(2e5).fill(0.1);
    const sum = Math.fround(1e5 * Math.fround(0.1));
    expect(run(machine, values, ids, 2, 2)).to.deep.equal([0, 0, sum, sum]);
  });
});

const cases = fc.integer({min: 1, max: 8}).chain((segments) =>
  fc.record({
    segments: fc.constant(segments),
    inner: fc.integer({min: 1, max: 9}),
    ids: fc.array(fc.nat(segments - 1), {minLength: 1, maxLength: 30}),
  }),
);

function run(
  machine: Machine,
  values: ArrayLike<number>,
  segmentIds: readonly number[],
  inner: number,
  segments: number,
): number[] {
  const assembler = new Assembler(machine);
  const [a, ids] = [assembler.place(values), assembler.place(segmentIds, 'int')];
  const out = assembler.reserve(segments * inner);
  assembler.run([Opcode.SegmentSum, out.offset, a.offset, ids.offset, segmentIds.length, inner, segments]);
  return resultOf(assembler, out);
}

function expected(
  values: readonly number[],
  ids: readonly number[],
  inner: number,
  segments: number,
): number[] {
  const sums = new Array<number>(segments * inner).fill(0);
  ids.forEach((id, row) => {
    for (let i = 0; i < inner; i++)
      sums[id * inner + i] = (sums[id * inner + i] ?? NaN) + (values[row * inner + i] ?? NaN);
  });
  return sums;
}

function byTfjs(values: Float32Array, ids: readonly number[], inner: number, segments: number): number[] {
  return onCpu(() =>
    tf.unsortedSegmentSum(tf.tensor2d(values, [ids.length, inner]), tf.tensor1d([...ids], 'int32'), segments),
  );
}
