import {expect} from 'chai';

import type {Operand} from '../../../../src/graph/program/program.js';
import {groupIntoRegions, type Region} from '../../../../src/graph/cpu/passes/regions.js';
import {Draft, kernelsOf} from '../../program/programs.js';

/** A region as its kind and its kernels. */
function show(region: Region): string {
  if (region.kind === 'kernel') return `kernel ${region.node.kernel}`;
  const kernels = region.nodes.map(({node}) => node.kernel).join(' ');
  return region.kind === 'loop' ? `loop ${region.count}: ${kernels}` : `whole ${kernels}`;
}

const regionsOf = (draft: Draft): string[] => groupIntoRegions(draft.program()).map(show);

const sumOf = (draft: Draft, x: Operand): Operand =>
  draft.node('Sum', {x}, {shape: [], attributes: {axis: null, keepDims: false}});

describe('groupIntoRegions', () => {
  it('runs element-wise nodes of one size in one loop', () => {
    const draft = new Draft();
    const x = draft.input([2, 3]);
    draft.node(
      'Add',
      {a: draft.node('Exp', {x}), b: draft.node('Sin', {x: draft.input([6])})},
      {shape: [2, 3]},
    );
    expect(regionsOf(draft)).to.deep.equal(['loop 6: Exp Sin Add']);
  });

  it('runs those of another size in a loop of their own', () => {
    const draft = new Draft();
    const single = draft.node('Exp', {x: draft.input()});
    const wide = draft.node('Multiply', {a: draft.input([3]), b: single});
    draft.node('Sin', {x: wide});
    expect(regionsOf(draft)).to.deep.equal(['loop 1: Exp', 'loop 3: Multiply Sin']);
  });

  it('lets a node join the first loop of its size that comes after what it reads', () => {
    const draft = new Draft();
    const [x, y] = [draft.input([3]), draft.input([4])];
    draft.node('Exp', {x});
    const other = draft.node('Exp', {x: y});
    draft.node('Sin', {x});
    draft.node('Sin', {x: other});
    expect(regionsOf(draft)).to.deep.equal(['loop 3: Exp Sin', 'loop 4: Exp Sin']);
  });

  it('sums all the elements of what a loop makes within that loop, and reads the sum after it', () => {
    const draft = new Draft();
    const x = draft.node('Exp', {x: draft.input([3])});
    const sum = sumOf(draft, x);
    draft.node('RealDiv', {a: x, b: sum});
    expect(regionsOf(draft)).to.deep.equal(['loop 3: Exp Sum', 'loop 3: RealDiv']);
  });

  it('runs kernels of whole arrays alone, and what reads them after that', () => {
    const draft = new Draft();
    const x = draft.node('Exp', {x: draft.input([2, 2])});
    const product = draft.node(
      'BatchMatMul',
      {a: x, b: x},
      {attributes: {transposeA: false, transposeB: false}},
    );
    draft.node('Sin', {x});
    draft.node('Cos', {x: product});
    expect(regionsOf(draft)).to.deep.equal(['loop 4: Exp Sin', 'whole BatchMatMul', 'loop 4: Cos']);
  });

  it('takes a sum along one axis, and one of integers, for a kernel of whole arrays', () => {
    const draft = new Draft();
    const x = draft.node('Exp', {x: draft.input([2, 3])});
    draft.node('Sum', {x}, {shape: [2], attributes: {axis: [1]}});
    sumOf(draft, draft.input([3], 'int32'));
    expect(regionsOf(draft)).to.deep.equal(['loop 6: Exp', 'whole Sum', 'whole Sum']);
  });

  for (const [what, make] of Object.entries<(draft: Draft) => Operand>({
    'what it has no instruction for': (draft) => draft.node('Cumsum', {x: draft.input([3])}),
    'the FloorDiv of floats, which makes int32': (draft) =>
      draft.node('FloorDiv', {a: draft.input([3]), b: draft.input([3])}, {dtype: 'int32'}),
    'a select by a condition of rank 1, which takes rows': (draft) =>
      draft.node(
        'Select',
        {condition: draft.input([2], 'bool'), t: draft.input([2, 3]), e: draft.input([2, 3])},
        {shape: [2, 3], dtype: 'float32'},
      ),
    'empty arrays': (draft) => draft.node('Exp', {x: draft.input([0])}),
    'what reads an empty array': (draft) =>
      draft.node('Sum', {x: draft.input([0])}, {shape: [], attributes: {axis: 0}}),
    'complex numbers': (draft) => draft.node('Exp', {x: draft.input([2], 'complex64')}),
    strings: (draft) => draft.node('Identity', {x: draft.input([2], 'string')}),
    'operands of two kinds': (draft) =>
      draft.node('Add', {a: draft.input([2]), b: draft.input([2], 'int32')}),
    'what shares memory with its operand': (draft) => {
      const x = draft.input([4]);
      draft.nodeOfMany('SplitV', {x}, [null, {shape: [2]}], {axis: 0});
      return x;
    },
    'the reduction over axes that are no neighbours': (draft) =>
      draft.node('Max', {x: draft.input([2, 3, 4])}, {shape: [3], attributes: {reductionIndices: [0, 2]}}),
    'the sum of truths, which is an integer': (draft) =>
      draft.node('Sum', {x: draft.input([3], 'bool')}, {shape: [], dtype: 'int32', attributes: {axis: 0}}),
  })) {
    it(`leaves to the backend's kernel: ${what}`, () => {
      const draft = new Draft();
      const program = draft.program(make(draft));
      expect(groupIntoRegions(program).map(show)).to.deep.equal(
        kernelsOf(program).map((kernel) => `kernel ${kernel}`),
      );
    });
  }
});
