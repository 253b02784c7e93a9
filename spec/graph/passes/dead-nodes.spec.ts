import {expect} from 'chai';

import {removeDeadNodes} from '../../../src/graph/passes/dead-nodes.js';
import {checked, Draft, kernelsOf} from '../program/programs.js';

describe('removeDeadNodes', () => {
  it('drops what nobody uses, and what only that used', () => {
    const draft = new Draft();
    const x = draft.input();
    draft.node('Log', {x: draft.node('Exp', {x})});
    const used = draft.node('Sin', {x});
    expect(kernelsOf(checked(removeDeadNodes(draft.program(used))))).to.deep.equal(['Sin']);
  });

  it('keeps the order of the rest, and a node of which one output is used', () => {
    const draft = new Draft();
    const x = draft.input([4]);
    const [, second] = draft.nodeOfMany('SplitV', {x}, [{shape: [2]}, {shape: [2]}], {
      axis: 0,
      numOrSizeSplits: 2,
    });
    const y = draft.node('Add', {
      a: draft.node('Exp', {x}),
      b: draft.node('Tile', {x: second as typeof x}, {shape: [4], attributes: {reps: [2]}}),
    });
    expect(kernelsOf(checked(removeDeadNodes(draft.program(y))))).to.deep.equal([
      'SplitV',
      'Exp',
      'Tile',
      'Add',
    ]);
  });

  it('drops random kernels too, where nobody uses them', () => {
    const draft = new Draft();
    const x = draft.input();
    draft.node('Multinomial', {logits: x});
    expect(kernelsOf(checked(removeDeadNodes(draft.program(x))))).to.deep.equal([]);
  });

  it('keeps the values and their numbers', () => {
    const draft = new Draft();
    const x = draft.input();
    draft.node('Exp', {x});
    const program = draft.program(draft.node('Sin', {x}));
    const after = removeDeadNodes(program);
    expect([after.values, after.outputs]).to.deep.equal([program.values, program.outputs]);
  });
});
