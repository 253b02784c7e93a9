import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import fc from 'fast-check';

import {type Machine} from '../../src/machine/machine.js';
import {Opcode} from '../../src/machine/opcodes.js';
import {Assembler, bitsOf, type ElementType} from './support.js';
import {
  int32s,
  onCpu,
  onEachMachine,
  resultOf,
  sizeOf,
  smallIntegers,
  stridesOf,
} from './whole-instructions.js';

/** Where an array stands within another: strides and offset in bytes, and how many elements the other has. */
interface Layout {
  readonly strides: readonly number[];
  readonly offset: number;
  readonly count: number;
}

onEachMachine('Copy', (machine) => {
  it('copies arrays of any rank, between parts of others, transposed, reversed and repeated', () => {
    fc.assert(
      fc.property(copies(['apart', 'reversed', 'repeated'], ['apart', 'reversed']), ({lengths, a, out}) => {
        const [from, to] = [smallIntegers(a.count), smallIntegers(out.count)];
        const found = run(machine, Opcode.Copy, lengths, out, to, a, from);
        expect(found).to.deep.equal(expected(lengths, out, to, a, from, (_, x) => x));
      }),
      {numRuns: 1000},
    );
  });

  it('keeps all bits', () => {
    fc.assert(
      fc.property(int32s(12), (bits) => {
        for (const strides of [
          [16, 4],
          [4, 12],
          [4, 8],
          [0, 4],
        ]) {
          const a = {strides, offset: 0, count: 12};
          const out = {strides: [16, 4], offset: 0, count: 12};
          const to = new Array<number>(12).fill(0);
          const found = run(machine, Opcode.Copy, [3, 4], out, to, a, bits, 'int');
          expect(found).to.deep.equal(expected([3, 4], out, to, a, bits, (_, x) => x));
        }
      }),
    );
  });

  it('transposes, as tfjs does', () => {
    const shapes = [
      [1, 9],
      [4, 4],
      [7, 5],
      [16, 20],
      [33, 18],
      [70, 130],
      [3, 4, 5],
      [20, 3, 17],
      [2, 5, 4, 6],
    ];
    for (const shape of shapes) {
      for (const permutation of permutationsOf(shape.map((_, axis) => axis))) {
        const values = smallIntegers(sizeOf(shape));
        const lengths = permutation.map((axis) => shape[axis] ?? NaN);
        const strides = permutation.map((axis) => stridesOf(shape)[axis] ?? NaN);
        const [a, out] = [
          {strides, offset: 0, count: values.length},
          {strides: stridesOf(lengths), offset: 0, count: values.length},
        ];
        const found = run(
          machine,
          Opcode.Copy,
          lengths,
          out,
          values.map(() => NaN),
          a,
          values,
        );
        const byTfjs = onCpu(() => tf.transpose(tf.tensor(values, shape), permutation));
        expect(found, `${shape.join()} by ${permutation.join()}`).to.deep.equal(byTfjs);
      }
    }
  });

  it('copies long runs', () => {
    const values = smallIntegers(3000);
    const a = {strides: [4000, 4], offset: 0, count: 3000};
    const out = {strides: [2000, 4], offset: 400, count: 2000};
    const to = new Array<number>(2000).fill(-1);
    const found = run(machine, Opcode.Copy, [3, 500], out, to, a, values);
    expect(found).to.deep.equal(expected([3, 500], out, to, a, values, (_, x) => x));
  });

  it('copies one element into a larger array, and touches no other', () => {
    const a = {strides: [4], offset: 0, count: 1};
    for (const offset of [0, 4, 16]) {
      const out = {strides: [4], offset, count: 6};
      const to = [1, 2, 3, 4, 5, 6];
      const found = run(machine, Opcode.Copy, [1], out, to, a, [9]);
      expect(found).to.deep.equal(to.map((x, i) => (i === offset / 4 ? 9 : x)));
    }
  });

  it('makes a single element in all lanes, where no stride of out moves', () => {
    const a = {strides: [], offset: 8, count: 5};
    expect(single(machine, Opcode.Copy, [], [], a, [1, 2, 3, 4, 5])).to.deep.equal([3]);
    expect(
      single(machine, Opcode.Copy, [1, 1], [0, 0], {...a, strides: [20, 4]}, [1, 2, 3, 4, 5]),
    ).to.deep.equal([3]);
  });

  it('copies nothing', () => {
    const a = {strides: [4, 4], offset: 0, count: 4};
    const out = {strides: [8, 4], offset: 0, count: 4};
    expect(run(machine, Opcode.Copy, [2, 0], out, [1, 2, 3, 4], a, [5, 6, 7, 8])).to.deep.equal([1, 2, 3, 4]);
    expect(single(machine, Opcode.AddCopy, [0], [0], {...a, strides: [4]}, [5, 6, 7, 8])).to.deep.equal([10]);
  });
});

onEachMachine('AddCopy', (machine) => {
  it('adds arrays of any rank, also where elements of out are the same', () => {
    const kinds = ['apart', 'reversed', 'repeated'] as const;
    fc.assert(
      fc.property(copies(kinds, [...kinds, 'overlapping']), ({lengths, a, out}) => {
        const [from, to] = [smallIntegers(a.count), smallIntegers(out.count)];
        const found = run(machine, Opcode.AddCopy, lengths, out, to, a, from);
        expect(found).to.deep.equal(expected(lengths, out, to, a, from, (x, y) => x + y));
      }),
      {numRuns: 1000},
    );
  });

  it('sums into a single element, in all lanes', () => {
    const a = {strides: [4], offset: 0, count: 5};
    expect(single(machine, Opcode.AddCopy, [5], [0], a, [1, 2, 3, 4, 5])).to.deep.equal([25]);
    expect(single(machine, Opcode.AddCopy, [], [], {...a, strides: []}, [1, 2, 3, 4, 5])).to.deep.equal([11]);
  });

  it('keeps NaN and infinities', () => {
    const layout = {strides: [4], offset: 0, count: 5};
    const [to, from] = [
      [1, NaN, Infinity, Infinity, -0],
      [NaN, 1, Infinity, -Infinity, -0],
    ];
    const found = run(machine, Opcode.AddCopy, [5], layout, to ?? [], layout, from ?? []);
    expect(found).to.deep.equal([NaN, NaN, Infinity, NaN, -0]);
  });
});

onEachMachine('Fill', (machine) => {
  it('fills so many elements, and no more', () => {
    for (const value of [0, -0, NaN, 1.5]) {
      for (let count = 2; count <= 20; count++) {
        const assembler = new Assembler(machine);
        const out = assembler.place(new Array(24).fill(7));
        assembler.run([Opcode.Fill, out.offset, count, bitsOf(value)]);
        const filled = new Array<number>(24).fill(value, 0, count).fill(7, count);
        expect(resultOf(assembler, out)).to.deep.equal(filled);
      }
    }
  });

  it('makes a single element in all lanes', () => {
    const assembler = new Assembler(machine);
    const out = assembler.reserve(1, 'int');
    assembler.run([Opcode.Fill, out.offset, 1, -3]);
    expect(resultOf(assembler, out)).to.deep.equal([-3]);
  });

  it('fills nothing', () => {
    const assembler = new Assembler(machine);
    const out = assembler.place([1, 2, 3, 4, 5]);
    assembler.run([Opcode.Fill, out.offset, 0, 0]);
    expect(resultOf(assembler, out)).to.deep.equal([1, 2, 3, 4, 5]);
  });
});

type Kind = 'apart' | 'reversed' | 'repeated' | 'overlapping';

/** The lengths of an array, and how it stands in two others. */
function copies(
  kindsOfA: readonly Kind[],
  kindsOfOut: readonly Kind[],
): fc.Arbitrary<{lengths: number[]; a: Layout; out: Layout}> {
  const length = fc.oneof(fc.integer({min: 1, max: 6}), fc.constantFrom(1, 17));
  const lengthsOfAny = fc
    .array(length, {minLength: 1, maxLength: 8})
    .filter((lengths) => sizeOf(lengths) <= 2000);
  return lengthsOfAny.chain((lengths) =>
    fc.record({
      lengths: fc.constant(lengths),
      a: layouts(lengths, kindsOfA),
      // Where nothing moves, `out` is a single element.
      out: layouts(lengths, kindsOfOut).filter(({strides}) => strides.some((stride) => stride !== 0)),
    }),
  );
}

/** Axes stand in the array in any order, now and then with a gap between. */
function layouts(lengths: readonly number[], kinds: readonly Kind[]): fc.Arbitrary<Layout> {
  const axes = lengths.map((_, axis) => axis);
  const kindsOfAxes = fc.array(
    fc.oneof({weight: 4, arbitrary: fc.constant<Kind>('apart')}, fc.constantFrom(...kinds)),
    {minLength: axes.length, maxLength: axes.length},
  );
  const order = fc.oneof(fc.constant(axes), fc.shuffledSubarray(axes, {minLength: axes.length}));
  const gap = fc.constantFrom(0, 0, 0, 1, 2);
  const gaps = fc.array(gap, {minLength: axes.length, maxLength: axes.length});
  return fc
    .record({order, kinds: kindsOfAxes, gaps, before: gap})
    .map((choice) => layOut(lengths, choice.order, choice.kinds, choice.gaps, choice.before));
}

/** In elements, until the end; a gap of elements follows each run along an axis. */
function layOut(
  lengths: readonly number[],
  order: readonly number[],
  kinds: readonly Kind[],
  gaps: readonly number[],
  before: number,
): Layout {
  const strides = new Array<number>(lengths.length).fill(0);
  let [run, offset, last] = [1, before, 0];
  for (const axis of order.toReversed()) {
    const length = lengths[axis] ?? NaN;
    const kind = kinds[axis];
    const stride = kind === 'repeated' ? 0 : kind === 'overlapping' ? 1 : run;
    strides[axis] = 4 * (kind === 'reversed' ? -stride : stride);
    if (kind === 'reversed') offset += (length - 1) * stride;
    else last += (length - 1) * stride;
    if (kind !== 'repeated') run = run * length + (gaps[axis] ?? 0);
  }
  return {strides, offset: 4 * offset, count: Math.max(offset + last + 1, 2)};
}

function run(
  machine: Machine,
  opcode: Opcode,
  lengths: readonly number[],
  out: Layout,
  to: readonly number[],
  a: Layout,
  from: readonly number[],
  type: ElementType = 'float',
): number[] {
  const assembler = new Assembler(machine);
  const [source, target] = [assembler.place(from, type), assembler.place(to, type)];
  const words = [opcode, target.offset + out.offset, source.offset + a.offset, lengths.length];
  assembler.run([...words, ...lengths, ...out.strides, ...a.strides]);
  return assembler.read(target);
}

/** Copies to a single element, which was 10. */
function single(
  machine: Machine,
  opcode: Opcode,
  lengths: readonly number[],
  outStrides: readonly number[],
  a: Layout,
  from: readonly number[],
): number[] {
  const assembler = new Assembler(machine);
  const [source, target] = [assembler.place(from), assembler.place([10])];
  const words = [opcode, target.offset, source.offset + a.offset, lengths.length];
  assembler.run([...words, ...lengths, ...outStrides, ...a.strides]);
  return resultOf(assembler, target);
}

function expected(
  lengths: readonly number[],
  out: Layout,
  to: readonly number[],
  a: Layout,
  from: readonly number[],
  combine: (before: number, x: number) => number,
): number[] {
  const result = [...to];
  const visit = (axis: number, at: number, source: number): void => {
    if (axis === lengths.length) result[at / 4] = combine(result[at / 4] ?? NaN, from[source / 4] ?? NaN);
    for (let i = 0; i < (lengths[axis] ?? 0); i++) {
      visit(axis + 1, at + i * (out.strides[axis] ?? NaN), source + i * (a.strides[axis] ?? NaN));
    }
  };
  visit(0, out.offset, a.offset);
  return result;
}

function permutationsOf(axes: readonly number[]): number[][] {
  if (axes.length === 0) return [[]];
  return axes.flatMap((axis) =>
    permutationsOf(axes.filter((other) => other !== axis)).map((rest) => [axis, ...rest]),
  );
}
