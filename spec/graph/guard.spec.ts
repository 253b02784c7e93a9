import * as layers from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {guardOf, type Input} from '../../src/graph/guard.js';
import {mapAnything} from '../../src/tree.js';
import {scoped} from '../support.js';

/** What the guard of `given` makes of `value`; `read` is what `f` received. */
function guarded(given: unknown, value: unknown, read: unknown = given): Input[] | undefined {
  const tensors = new Set<tf.Tensor>();
  mapAnything(read, (leaf) => {
    if (leaf instanceof tf.Tensor && !(leaf instanceof tf.Variable)) tensors.add(leaf);
    return leaf;
  });
  const guard = guardOf(given, read, [...tensors]);
  if (guard === undefined) throw new Error('there is no guard');
  return guard(value);
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
          expect(guarded([2], [number], [tf.scalar(2)])).to.deep.equal([number]);
      }),
    );

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
      const values = ['text', NaN, null, undefined, true, f, new Date(0)];
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
        expect(guarded([2], [scalar], [scalar])).to.equal(undefined);
        expect(guarded([2], ['2'], [scalar])).to.equal(undefined);
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
        const guard = guardOf([v], [v], []);
        v.dispose();
        expect(guard?.([v])).to.equal(undefined);
        w.dispose();
      }),
    );

    it('other values that are no tensors', () => {
      for (const [one, other] of [
        ['text', 'other'],
        [0, -0],
        [null, undefined],
        [1, '1'],
        [new Date(0), new Date(0)],
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
    const made = (given: unknown, read: unknown = given, tensors: tf.Tensor[] = []): boolean =>
      guardOf(given, read, tensors) !== undefined;

    it('of what contains itself', () => {
      const list: unknown[] = [];
      list.push({list});
      expect(made(list)).to.equal(false);
    });

    it(
      'of lists of numbers and typed arrays that became tensors, as comparing them takes as long as reading them',
      scoped(() => {
        const x = row();
        expect([made([[1, 2]], [x], [x]), made([Float32Array.of(1, 2)], [x], [x])]).to.deep.equal([
          false,
          false,
        ]);
      }),
    );

    it('of models, whose weights may be others', () => {
      const model = layers.sequential({layers: [layers.layers.dense({units: 1, inputShape: [1]})]});
      expect(made([model])).to.equal(false);
      model.dispose();
    });

    it(
      'where a tensor is no input of the program, or an input is not found',
      scoped(() => {
        const [x, y] = [row(), row()];
        expect([made([x]), made([x], [x], [x, y])]).to.deep.equal([false, false]);
      }),
    );
  });
});
