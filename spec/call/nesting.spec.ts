import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {checkNesting, DEEPEST} from '../../src/call/nesting.js';
import {graph} from '../../src/index.js';
import {differentiate, inScope} from '../graph/agreement.js';
import {expectNumbers} from '../support.js';

function nest(levels: number, leaf: unknown): unknown {
  let nested = leaf;
  for (let level = 0; level < levels; level++) nested = level % 2 === 0 ? [nested] : {a: nested};
  return nested;
}

function innermost(nested: unknown): tf.Tensor {
  let part = nested;
  while (!(part instanceof tf.Tensor))
    part = Array.isArray(part) ? (part as unknown[])[0] : (part as {a: unknown}).a;
  return part;
}

describe('a structure', () => {
  before(() => tf.setBackend(backends[0] as string));

  it('that holds itself is refused by its path, and leaves no tensor behind', () => {
    const cyclic: unknown[] = [2];
    cyclic.push({back: cyclic});
    for (const f of [() => tf.scalar(1), graph(() => tf.scalar(1))]) {
      const before = tf.memory().numTensors;
      expect(() => differentiate(f, [1, cyclic])).to.throw(
        TypeError,
        /^valueAndGradient: args\[1\]\[1\]\.back: expected a structure, got one that holds itself/,
      );
      expect(tf.memory().numTensors).to.equal(before);
    }
  });

  it('that stands in two places is none that holds itself', () => {
    const shared = [1, 2];
    expect(() => checkNesting('caller', [shared, {shared}], 'args')).not.to.throw();
  });

  it('of numbers that holds itself is refused like any other', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => checkNesting('caller', {cyclic}, 'args')).to.throw(
      /^caller: args\.cyclic\[0\]: .* holds itself/,
    );
  });

  it('nested 1,500 deep is taken by the tape and by every call of a graph function', () => {
    inScope(() => {
      const f = (nested: unknown): tf.Tensor => tf.square(innermost(nested));
      const g = graph(f);
      for (let count = 1; count <= 6; count++) {
        const args = [nest(1500, tf.scalar(count))];
        for (const h of [f, g]) {
          const [y, [gradient]] = differentiate(h, args) as [tf.Tensor, [unknown]];
          expectNumbers([y, innermost(gradient)], [count ** 2, 2 * count]);
        }
        expectNumbers(g(args[0]) as tf.Tensor, count ** 2);
      }
      g.dispose();
    });
  });

  it('nested deeper than that is refused by a count, at every call alike, whatever the stack holds', () => {
    inScope(() => {
      const f = (nested: unknown): tf.Tensor => tf.square(innermost(nested));
      const g = graph(f);
      const deep = nest(DEEPEST + 1, tf.scalar(1));
      const message = /: args\[0\]\S*…: expected a structure of at most 2000 levels/;
      for (let count = 0; count < 4; count++) {
        for (const h of [f, g]) expect(() => differentiate(h, [deep])).to.throw(TypeError, message);
        expect(() => g(deep)).to.throw(TypeError, message);
      }
    });
  });
});
