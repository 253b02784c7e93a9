import {expect} from 'chai';

import {mergeCommonSubexpressions} from '../../../src/graph/passes/common-subexpressions.js';
import type {Operand} from '../../../src/graph/program/program.js';
import {checked, Draft, kernelsOf, valuesOf} from '../program/programs.js';

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
    const [first, second] = [1, 2].map(() => draft.nodeOfMany('SplitV', {x}, halves)) as [
      Operand[],
      Operand[],
    ];
    const after = checked(mergeCommonSubexpressions(draft.program(...first, ...second)));
    expect(valuesOf(after.outputs)).to.deep.equal(valuesOf([...first, ...first]));
  });

  for (const [difference, make] of Object.entries<(draft: Draft, x: Operand) => Operand[]>({
    attributes: (draft, x) => [0, 1].map((axis) => draft.node('Sum', {x}, {attributes: {axis}})),
    'the sign of a zero': (draft, x) =>
      [0, -0].map((value) => draft.node('Fill', {}, {shape: x.shape, attributes: {value}})),
    'the shape in which they read': (draft, x) =>
      [x, {...x, shape: [6]}].map((read) => draft.node('Max', {x: read})),
    'the dtype in which they read': (draft, x) =>
      [x, {...x, dtype: 'int32'}].map((read) => draft.node('Neg', {x: read}, {dtype: 'float32'})),
    'the order of their operands': (draft, x) => {
      const y = draft.input(x.shape);
      return [draft.node('Sub', {a: x, b: y}), draft.node('Sub', {a: y, b: x})];
    },
    'their kernel': (draft, x) => [draft.node('Sin', {x}), draft.node('Cos', {x})],
    'what random kernels throw': (draft, x) => [
      draft.node('Multinomial', {x}),
      draft.node('Multinomial', {x}),
    ],
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
