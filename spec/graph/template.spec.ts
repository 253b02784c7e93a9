import * as tf from '@tensorflow/tfjs-core';
import {backends} from '#backends';
import {expect} from 'chai';

import {fillerOf, Slot, slotsFor, unusedSlots} from '../../src/graph/template.js';
import {scoped} from '../support.js';

const slot = (index: number): Slot => new Slot(index);

describe('a filler', () => {
  it('puts outputs in the place of slots, to any depth', () => {
    const fill = fillerOf([slot(1), {a: [slot(0)], b: {}}, []]);
    expect(fill(['x', 'y'])).to.deep.equal(['y', {a: ['x'], b: {}}, []]);
    expect(fill([1, 2])).to.deep.equal([2, {a: [1], b: {}}, []]);
  });

  it('is of a single slot, too', () => {
    expect(fillerOf(slot(0))(['x'])).to.equal('x');
  });

  it('makes lists and objects anew, and keeps everything else', () => {
    const [date, model] = [new Date(0), {trainableWeights: []}];
    const template = {list: [slot(0)], date, model, text: 'text', nothing: null};
    const fill = fillerOf(template);
    const [one, other] = [fill(['x']), fill(['x'])] as [typeof template, typeof template];
    expect(one).to.deep.equal({...template, list: ['x']});
    expect([one === other, one.list === other.list]).to.deep.equal([false, false]);
    expect([one.date === date, one.model === model]).to.deep.equal([true, true]);
  });

  it('makes typed arrays anew', () => {
    const labels = Float32Array.of(1, 2);
    const fill = fillerOf([labels]);
    const [one] = fill([]) as [Float32Array];
    one.fill(9);
    expect([labels, fill([])]).to.deep.equal([Float32Array.of(1, 2), [Float32Array.of(1, 2)]]);
  });

  it('fills what stands in several places once', () => {
    const shared = {x: slot(0), labels: Float32Array.of(1)};
    const fill = fillerOf([shared, [shared]]);
    const [one, [other]] = fill(['x']) as [typeof shared, [typeof shared]];
    expect(one).to.deep.equal({x: 'x', labels: Float32Array.of(1)});
    expect([one === other, one.labels === shared.labels]).to.deep.equal([true, false]);
  });

  it('fills what stands within itself', () => {
    const cyclic: unknown[] = [slot(0)];
    cyclic.push(cyclic);
    const filled = fillerOf(cyclic)(['x']) as unknown[];
    expect([filled[0], filled[1] === filled, filled === cyclic]).to.deep.equal(['x', true, false]);
  });

  it('keeps a key that is __proto__', () => {
    const template = JSON.parse('{"__proto__": 1}') as object;
    expect(Object.entries(fillerOf(template)([]) as object)).to.deep.equal([['__proto__', 1]]);
  });
});

describe('the slots for a result', () => {
  before(() => tf.setBackend(backends[0] as string));

  it(
    'are in the place of outputs, and of others over the memory of one',
    scoped(() => {
      const [x, y] = [tf.scalar(1), tf.scalar(2)];
      const template = slotsFor({a: [y], b: x.clone(), c: 'text'}, [x, y]);
      expect(template).to.deep.equal({a: [slot(1)], b: slot(0), c: 'text'});
    }),
  );

  it(
    'prefer the very output to another of its memory',
    scoped(() => {
      const x = tf.scalar(1);
      const clone = x.clone();
      expect(slotsFor([clone, x], [x, clone])).to.deep.equal([slot(1), slot(0)]);
    }),
  );

  it(
    'are none where a tensor is no output, or two are one',
    scoped(() => {
      const [x, y] = [tf.scalar(1), tf.scalar(2)];
      expect([slotsFor([x, y], [x]), slotsFor([x, [x, x]], [x, y])]).to.deep.equal([undefined, undefined]);
    }),
  );

  it('hold copies of typed arrays', () => {
    const labels = Int32Array.of(1, 2);
    const [held] = slotsFor([labels], []) as [Int32Array];
    expect(held).to.deep.equal(labels);
    expect(held === labels).to.equal(false);
  });
});

describe('unused slots', () => {
  it('are those of the outputs that a template does not hold', () => {
    expect(unusedSlots([slot(3), {a: slot(1)}], 5)).to.deep.equal([0, 2, 4]);
    expect(unusedSlots(slot(0), 1)).to.deep.equal([]);
    expect(unusedSlots('text', 2)).to.deep.equal([0, 1]);
  });
});
