import {expect} from 'chai';

import type {Operand, Program} from '../../../../src/graph/program/program.js';
import {makeOperandsExplicit} from '../../../../src/graph/cpu/passes/explicit-operands.js';
import {builderOf, checked, Draft, kernelsOf} from '../../program/programs.js';

/** Constant 0 consists of the number 2. */
function explicit(program: Program): {after: Program; elements: number[]} {
  const {builder, elements} = builderOf(program);
  const uniformOf = ({value}: Operand): number | undefined => {
    const origin = program.values[value]?.origin;
    return origin?.kind === 'constant' && origin.index === 0 ? 2 : undefined;
  };
  const after = checked(makeOperandsExplicit(program, builder, uniformOf));
  return {after, elements: [...elements.values()]};
}

const inputsOf = ({nodes}: Program, index: number): Operand[] =>
  (nodes[index]?.inputs ?? []).map(([, operand]) => operand);

describe('makeOperandsExplicit', () => {
  it('casts what is read in another dtype than it is stored in', () => {
    const draft = new Draft();
    const count = draft.input([3], 'int32');
    const y = draft.node('Exp', {x: {...count, dtype: 'float32'}});
    const {after} = explicit(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['Cast', 'Exp']);
    expect(after.nodes[0]).to.deep.include({inputs: [['x', count]], attributes: {dtype: 'float32'}});
    expect(inputsOf(after, 1)[0]?.value).to.equal(after.nodes[0]?.outputs[0]);
  });

  it('casts the operands of kernels of whole arrays as well', () => {
    const draft = new Draft();
    const count = draft.input([3], 'int32');
    const y = draft.node(
      'Sum',
      {x: {...count, dtype: 'float32'}},
      {shape: [], dtype: 'float32', attributes: {axis: 0}},
    );
    expect(kernelsOf(explicit(draft.program(y)).after)).to.deep.equal(['Cast', 'Sum']);
  });

  it('reads a bool as float32 without a cast, as it is stored as one', () => {
    const draft = new Draft();
    const program = draft.program(
      draft.node('Exp', {x: {...draft.input([3], 'bool'), dtype: 'float32'}}, {dtype: 'float32'}),
    );
    expect(explicit(program).after).to.deep.equal(program);
  });

  it('broadcasts an operand to the shape of the result', () => {
    const draft = new Draft();
    const [matrix, row] = [draft.input([2, 3]), draft.input([3])];
    const y = draft.node('Add', {a: matrix, b: row});
    const {after} = explicit(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['BroadcastTo', 'Add']);
    expect(after.nodes[0]).to.deep.include({inputs: [['x', row]], attributes: {shape: [2, 3]}});
    expect(inputsOf(after, 1).map(({shape}) => shape)).to.deep.equal([
      [2, 3],
      [2, 3],
    ]);
  });

  it('casts, and then broadcasts', () => {
    const draft = new Draft();
    const [matrix, row] = [draft.input([2, 3]), draft.input([3], 'int32')];
    const y = draft.node('Add', {a: matrix, b: {...row, dtype: 'float32'}});
    expect(kernelsOf(explicit(draft.program(y)).after)).to.deep.equal(['Cast', 'BroadcastTo', 'Add']);
  });

  it('reads a single element for an array that consists of it', () => {
    const draft = new Draft();
    const [x, twos] = [draft.input([2, 3]), draft.constant([2, 3])];
    const {after, elements} = explicit(draft.program(draft.node('Pow', {a: x, b: twos})));
    expect([kernelsOf(after), elements]).to.deep.equal([['Pow'], [2]]);
    expect(inputsOf(after, 0)[1]).to.deep.include({shape: [], dtype: 'float32'});
  });

  it('reads a single element for an array that a node fills or broadcasts', () => {
    const draft = new Draft();
    const [x, single] = [draft.input([2, 3]), draft.input([1])];
    const filled = draft.node('Fill', {}, {shape: [2, 3], attributes: {shape: [2, 3], value: 5}});
    const spread = draft.node('BroadcastTo', {x: single}, {shape: [2, 3], attributes: {shape: [2, 3]}});
    const y = draft.node('Add', {a: draft.node('Add', {a: x, b: filled}), b: spread});
    const {after, elements} = explicit(draft.program(y));
    expect([kernelsOf(after), elements]).to.deep.equal([['Fill', 'BroadcastTo', 'Add', 'Add'], [5]]);
    expect(inputsOf(after, 2)[1]?.shape).to.deep.equal([]);
    expect(inputsOf(after, 3)[1]).to.deep.equal({...single, shape: []});
  });

  for (const [what, make] of Object.entries<(draft: Draft) => Operand>({
    'operands of the shape of the result': (draft) =>
      draft.node('Add', {a: draft.input([2, 3]), b: draft.input([2, 3])}),
    'single elements': (draft) => draft.node('Add', {a: draft.input([2, 3]), b: draft.input([1, 1])}),
    'operands with as many elements in another shape': (draft) =>
      draft.node('Add', {a: draft.input([1, 3]), b: draft.input([3])}),
    'integers that consist of one number': (draft) =>
      draft.node('Add', {a: draft.constant([3], 'int32'), b: draft.input([3], 'int32')}),
    'kernels of whole arrays': (draft) =>
      draft.node('Concat', [draft.input([3]), draft.input([1])], {shape: [4], attributes: {axis: 0}}),
    'a select by a condition of rank 1, which takes rows': (draft) =>
      draft.node(
        'Select',
        {
          condition: draft.input([2], 'bool'),
          t: draft.input([2, 3]),
          e: draft.input([2, 3]),
        },
        {shape: [2, 3], dtype: 'float32'},
      ),
    'the FloorDiv of floats, which makes int32': (draft) =>
      draft.node('FloorDiv', {a: draft.input([2, 3]), b: draft.input([3])}, {dtype: 'int32'}),
    'empty arrays': (draft) => draft.node('Add', {a: draft.input([0, 3]), b: draft.input([3])}),
    'complex numbers': (draft) =>
      draft.node('Add', {a: draft.input([2, 3], 'complex64'), b: draft.input([3], 'complex64')}),
    'kernels that the machine has no instruction for': (draft) =>
      draft.node(
        'Cumsum',
        {x: {...draft.input([3], 'int32'), dtype: 'float32'}},
        {dtype: 'float32', attributes: {axis: 0}},
      ),
  })) {
    it(`leaves ${what}`, () => {
      const draft = new Draft();
      const program = draft.program(make(draft));
      expect(explicit(program)).to.deep.equal({after: program, elements: []});
    });
  }
});
