import {expect} from 'chai';

import {mergeCommonSubexpressions} from '../../../src/graph/passes/common-subexpressions.js';
import {markOpaqueNodes} from '../../../src/graph/program/check.js';
import type {Operand} from '../../../src/graph/program/program.js';
import {checked, Draft, kernelsOf, valuesOf} from '../program/programs.js';

const drawn = {shape: [2, 1], dtype: 'int32', attributes: {numSamples: 1}};

describe('mergeCommonSubexpressions', () => {
  it('runs the same kernel on the same operands once, also where they become the same', () => {
    const draft = new Draft();
    const x = draft.input();
    const [one, other] = [draft.node('Exp', {x}), draft.node('Exp', {x})];
    const [sine, twin] = [draft.node('Sin', {x: one}), draft.node('Sin', {x: other})];
    const sum = draft.node('Add', {a: sine, b: twin});
    const after = checked(mergeCommonSubexpressions(draft.program(sum, twin)));
    expect(kernelsOf(after)).to.deep.equal(['Exp', 'Sin', 'Add']);
    expect(valuesOf(after.outputs)).to.deep.equal([sum.value, sine.value]);
  });

  it('merges each output of a node with its own', () => {
    const draft = new Draft();
    const x = draft.input([4]);
    const halves = [{shape: [2]}, {shape: [2]}];
    const [first, second] = [1, 2].map(() =>
      draft.nodeOfMany('SplitV', {x}, halves, {axis: 0, numOrSizeSplits: 2}),
    ) as [Operand[], Operand[]];
    const after = checked(mergeCommonSubexpressions(draft.program(...first, ...second)));
    expect(valuesOf(after.outputs)).to.deep.equal(valuesOf([...first, ...first]));
  });

  it('keeps what is opaque, as nobody knows whether it does the same again', () => {
    const draft = new Draft();
    const x = draft.input();
    const made = [draft.node('SomebodyElses', {x}), draft.node('SomebodyElses', {x})];
    const program = markOpaqueNodes(draft.program(...made));
    expect(checked(mergeCommonSubexpressions(program))).to.deep.equal(program);
  });

  for (const [difference, make] of Object.entries<(draft: Draft, x: Operand) => Operand[]>({
    attributes: (draft, x) => [0, 1].map((dims) => draft.node('Reverse', {x}, {attributes: {dims}})),
    'the sign of a zero': (draft, x) =>
      [0, -0].map((value) => draft.node('Fill', {}, {shape: x.shape, attributes: {shape: x.shape, value}})),
    'the shape in which they read': (draft, x) =>
      [x, {...x, shape: [6]}].map((read) =>
        draft.node('Max', {x: read}, {shape: [], attributes: {reductionIndices: null}}),
      ),
    'the dtype in which they read': (draft, x) =>
      [x, {...x, dtype: 'int32'}].map((read) => draft.node('Exp', {x: read}, {dtype: 'float32'})),
    'the order of their operands': (draft, x) => {
      const y = draft.input(x.shape);
      return [draft.node('Sub', {a: x, b: y}), draft.node('Sub', {a: y, b: x})];
    },
    'their kernel': (draft, x) => [draft.node('Sin', {x}), draft.node('Cos', {x})],
    'what random kernels throw': (draft, x) => [
      draft.node('Multinomial', {logits: x}, drawn),
      draft.node('Multinomial', {logits: x}, drawn),
    ],
    'the shape of what they make': (draft, x) =>
      [[6], [3, 2]].map((shape) => draft.node('Unique', {x}, {shape})),
    'the dtype of what they make': (draft, x) =>
      ['int32', 'float32'].map((dtype) => draft.node('Unique', {x}, {dtype})),
  })) {
    it(`keeps apart what differs in ${difference}`, () => {
      const draft = new Draft();
      const made = make(draft, draft.input([2, 3]));
      const program = draft.program(...made);
      const after = checked(mergeCommonSubexpressions(program));
      expect(after).to.deep.equal(program);
    });
  }
});
