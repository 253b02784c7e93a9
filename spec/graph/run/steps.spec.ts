import {expect} from 'chai';

import type {Operand} from '../../../src/graph/program/program.js';
import {lastUses} from '../../../src/graph/run/steps.js';
import {Draft} from '../program/programs.js';

const lastOf = (draft: Draft, ...outputs: Operand[]): number[][] => {
  const {nodes} = draft.program();
  return lastUses(nodes, outputs).map((values) => [...values].sort((a, b) => a - b));
};

describe('the last uses of values', () => {
  it('are at the last node that reads them', () => {
    const draft = new Draft();
    const x = draft.input();
    const a = draft.node('Exp', {x});
    const b = draft.node('Sin', {x: a});
    const c = draft.node('Add', {a, b});
    expect(lastOf(draft, c)).to.deep.equal([[x.value], [], [a.value, b.value]]);
  });

  it('are once for what a node reads twice', () => {
    const draft = new Draft();
    const x = draft.input();
    const squared = draft.node('Multiply', {a: x, b: x});
    expect(lastOf(draft, squared)).to.deep.equal([[x.value]]);
  });

  it('are none for outputs, also where they are read', () => {
    const draft = new Draft();
    const a = draft.node('Exp', {x: draft.input()});
    const b = draft.node('Sin', {x: a});
    expect(lastOf(draft, a, b)).to.deep.equal([[0], []]);
  });

  it('are at the node itself for what nobody reads', () => {
    const draft = new Draft();
    const x = draft.input([4]);
    const [first, second] = draft.nodeOfMany('SplitV', {x}, [{shape: [2]}, {shape: [2]}]) as [
      Operand,
      Operand,
    ];
    expect(lastOf(draft, second)).to.deep.equal([[x.value, first.value]]);
  });

  it('pass over outputs that share memory', () => {
    const draft = new Draft();
    const x = draft.input([4]);
    const [, made] = draft.nodeOfMany('Unique', {x}, [null, {shape: [4]}]) as [null, Operand];
    expect(lastOf(draft, made)).to.deep.equal([[x.value]]);
  });
});
