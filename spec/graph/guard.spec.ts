import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {guardOf, type Guard, type Input} from '../../src/graph/guard.js';
import {mapAnything} from '../../src/tree.js';
import {scoped} from '../support.js';

/** The guard of `given`, and of what tensor-likes in it became, by their paths. */
function guardFor(given: unknown, converted: Readonly<Record<string, tf.Tensor>> = {}): Guard | undefined {
  const tensors = new Set<tf.Tensor>(Object.values(converted));
  mapAnything(given, (leaf) => {
    if (leaf instanceof tf.Tensor && !(leaf instanceof tf.Variable)) tensors.add(leaf);
    return leaf;
  });
  return guardOf([['args', given]], new Map(Object.entries(converted)), [...tensors]);
}

/** What the guard of `given` makes of `value`. */
function guarded(
  given: unknown,
  value: unknown,
  converted?: Readonly<Record<string, tf.Tensor>>,
): Input[] | undefined {
  const guard = guardFor(given, converted);
  if (guard === undefined) throw new Error('there is no guard');
  return guard([value]);
}

const row = (): tf.Tensor => tf.tensor1d([1, 2]);

describe('a guard', () => {
  before(() => tf.setBackend(backends[0] as string));

  describe('accepts, and gives the inputs of', () => {
    it(
      'the same tensors, and others of their shape and dtype',
      scoped(() => {
        const [x, y, other] = [row(), tf.scalar(1), row()];
        expect(guarded([x, y], [x, y])).to.deep.equal([x, y]);
        expect(guarded([x, y], [other, y])?.[0]).to.equal(other);
      }),
    );

    it(
      'other numbers, where numbers became tensors',
      scoped(() => {
        for (const number of [3, -0, NaN, -Infinity])
          expect(guarded([2], [number], {'args[0]': tf.scalar(2)})).to.deep.equal([number]);
      }),
    );

    it(
      'other lists of numbers and typed arrays, where such became tensors, of their shape',
      scoped(() => {
        const square = {'args[0]': tf.zeros([2, 2])};
        const found = guarded([[[0, 0], [0, 0]]], [[[1, 2], [3, -0]]], square); // prettier-ignore
        expect(found).to.deep.equal([Float32Array.of(1, 2, 3, -0)]);
        const vector = {'args[0]': tf.zeros([2])};
        const typed = Float32Array.of(1, 2);
        expect(guarded([Float32Array.of(0, 0)], [typed], vector)?.[0]).to.equal(typed);
        expect(guarded([Float64Array.of(0, 0)], [Float64Array.of(0.1, 2)], vector)).to.deep.equal([
          Float32Array.of(0.1, 2),
        ]);
      }),
    );

    it(
      'a list of numbers that became one tensor in one place, and one for each number in another',
      scoped(() => {
        const [x, a, b] = [tf.zeros([2]), tf.scalar(0), tf.scalar(0)] as const;
        const converted = {'args.whole': x, 'args.parts[0]': a, 'args.parts[1]': b};
        const found = guarded({whole: [0, 0], parts: [0, 0]}, {whole: [1, 2], parts: [3, 4]}, converted);
        expect(found).to.deep.equal([Float32Array.of(1, 2), 3, 4]);
      }),
    );

    it('the same numbers, where they did not become tensors', () => {
      const values = [Float32Array.of(1, NaN), [1, 2], Array.from({length: 50}, (_, index) => index)];
      expect(guarded(values, structuredClone(values))).to.deep.equal([]);
    });

    it(
      'structures of structures',
      scoped(() => {
        const [a, b, c, d] = [row(), tf.scalar(0), row(), tf.scalar(1)] as const;
        const found = guarded({list: [a, {deep: b}], empty: []}, {list: [c, {deep: d}], empty: []});
        expect(found).to.deep.equal([c, d]);
      }),
    );

    it(
      'one tensor in two places, where it was one before',
      scoped(() => {
        const [x, y] = [row(), row()];
        expect(guarded([x, [x]], [y, [y]])).to.deep.equal([y]);
      }),
    );

    it(
      'two tensors that changed places',
      scoped(() => {
        const [x, y] = [row(), row()];
        const found = guarded([x, y], [y, x]);
        expect([found?.[0] === y, found?.[1] === x]).to.deep.equal([true, true]);
      }),
    );

    it(
      'an object that stands in two places, which is no cycle',
      scoped(() => {
        const shared = {x: row()};
        expect(guarded([shared, shared], [shared, shared])).to.deep.equal([shared.x]);
      }),
    );

    it(
      'the very variable, which is no input',
      scoped(() => {
        const v = tf.variable(row());
        expect(guarded([v], [v])).to.deep.equal([]);
        v.dispose();
      }),
    );

    it('values that are the same, NaN among them', () => {
      const f = (): void => undefined;
      const values = ['text', NaN, null, undefined, true, f];
      expect(guarded(values, [...values])).to.deep.equal([]);
    });
  });

  describe('refuses', () => {
    for (const [what, other] of Object.entries<() => tf.Tensor>({
      'another length': () => tf.tensor1d([1, 2, 3]),
      'another rank': () => tf.tensor2d([[1, 2]]),
      'another dtype': () => tf.tensor1d([1, 2], 'int32'),
      'a variable': () => tf.variable(row(), true, `guarded ${Math.random()}`),
      'a tensor that was disposed of': () => {
        const disposed = row();
        disposed.dispose();
        return disposed;
      },
    })) {
      it(
        `${what} in the place of a tensor`,
        scoped(() => {
          const tensor = other();
          expect(guarded([row()], [tensor])).to.equal(undefined);
          if (!tensor.isDisposed) tensor.dispose();
        }),
      );
    }

    it(
      'a number in the place of a tensor, a tensor in the place of a number',
      scoped(() => {
        const scalar = tf.scalar(2);
        expect(guarded([scalar], [2])).to.equal(undefined);
        expect(guarded([2], [scalar], {'args[0]': scalar})).to.equal(undefined);
        expect(guarded([2], ['2'], {'args[0]': scalar})).to.equal(undefined);
      }),
    );

    it(
      'one tensor that was two, and two that were one',
      scoped(() => {
        const [x, y] = [row(), row()];
        expect(guarded([x, y], [x, x])).to.equal(undefined);
        expect(guarded([x, x], [x, y])).to.equal(undefined);
      }),
    );

    it(
      'another variable, a plain tensor in its place, and one that was disposed of',
      scoped(() => {
        const [v, w] = [tf.variable(row()), tf.variable(row())] as const;
        for (const other of [w, row()]) expect(guarded([v], [other])).to.equal(undefined);
        const guard = guardFor([v]);
        v.dispose();
        expect(guard?.([[v]])).to.equal(undefined);
        w.dispose();
      }),
    );

    it(
      'lists of numbers of another shape, ragged ones, other values in them, and typed arrays of another type',
      scoped(() => {
        const square = {'args[0]': tf.zeros([2, 2])};
        const given = [[[0, 0], [0, 0]]]; // prettier-ignore
        for (const other of [
          [[1, 2]],
          [[1, 2], [3]],
          [[1, 2, 3], [4]],
          [1, 2, 3, 4],
          [
            [1, 2],
            [3, '4'],
          ],
          1,
          Float32Array.of(1, 2, 3, 4),
          tf.ones([2, 2]),
        ])
          // prettier-ignore
          expect(guarded(given, [other], square)).to.equal(undefined);
        const vector = {'args[0]': tf.zeros([2])};
        for (const other of [Float32Array.of(1), Int32Array.of(1, 2), [1, 2], BigInt64Array.of(1n, 2n)])
          expect(guarded([Float32Array.of(0, 0)], [other], vector)).to.equal(undefined);
      }),
    );

    it('other numbers, where they did not become tensors', () => {
      const large = Array.from({length: 50}, (_, index) => index);
      for (const [one, other] of [
        [Float32Array.of(1, 0), Float32Array.of(1, -0)],
        [Float32Array.of(1), Int32Array.of(1)],
        [Float32Array.of(1), Float32Array.of(1, 2)],
        [
          [1, 2],
          [1, 3],
        ],
        [large, large.with(40, 7)],
        [large, large.slice(1)],
      ])
        expect(guarded([one], [other])).to.equal(undefined);
    });

    it('other values that are no tensors', () => {
      for (const [one, other] of [
        ['text', 'other'],
        [0, -0],
        [null, undefined],
        [1, '1'],
        [(): number => 1, (): number => 1],
      ])
        expect(guarded([one], [other])).to.equal(undefined);
    });

    it(
      'another structure',
      scoped(() => {
        const x = row();
        for (const [one, other] of [
          [[x], [x, x]],
          [[x], {0: x}],
          [{x}, [x]],
          [[[x]], [x]],
          [[x], x],
          [{x}, {y: x}],
          [{x}, {x, y: 1}],
          [{x, y: 1}, {x}],
          [{x}, new Map([['x', x]])],
          [[], new Float32Array(0)],
        ])
          expect(guarded(one, other)).to.equal(undefined);
      }),
    );

    it(
      'keys in another order, which is the order of the inputs',
      scoped(() => {
        const [x, y] = [row(), row()];
        expect(guarded({x, y}, {y, x})).to.equal(undefined);
      }),
    );

    it('other options, fewer and more', () => {
      const options = {hasAux: true, argnums: [0, 1]};
      for (const other of [
        {},
        {hasAux: false, argnums: [0, 1]},
        {hasAux: true, argnums: [0]},
        {hasAux: true, argnums: 0},
        {hasAux: true, argnums: [0, 1], name: 'mine'},
      ])
        expect(guarded(options, other)).to.equal(undefined);
    });
  });

  describe('is not made', () => {
    const made = (given: unknown, tensors: tf.Tensor[] = []): boolean =>
      guardOf([['args', given]], new Map(), tensors) !== undefined;

    it('of what is nested deep, as each level takes frames of the stack', () => {
      let deep: unknown = 1;
      for (let level = 0; level < 200; level++) deep = level % 2 === 0 ? [deep] : {deep};
      expect(made(deep)).to.equal(false);
    });

    it('of class instances, maps, sets and dates, whose fields and entries may change', () => {
      class Point {
        x = 1;
      }
      for (const object of [new Point(), new Map([['a', 1]]), new Set([1]), new Date(0), /x/])
        expect(made([object])).to.equal(false);
    });

    it('of objects with trainable weights that are neither layers nor models of tfjs, as their fields may change', () => {
      const v = tf.variable(row());
      expect(made([{trainableWeights: [{read: () => v}], rate: 1}])).to.equal(false);
      v.dispose();
    });

    it(
      'where a tensor is no input of the program, or an input is not found',
      scoped(() => {
        const [x, y] = [row(), row()];
        expect([made([x]), made([x], [x, y])]).to.deep.equal([false, false]);
      }),
    );
  });
});
