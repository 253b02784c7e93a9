import {expect} from 'chai';

import {foldConstants} from '../../../src/graph/passes/constant-folding.js';
import {markOpaqueNodes} from '../../../src/graph/program/check.js';
import type {Node, Operand, Program} from '../../../src/graph/program/program.js';
import {checked, Draft, kernelsOf} from '../program/programs.js';

/** Folds, and notes which constants each kernel was run on; what it makes is a constant from 100 on. */
function fold(program: Program, canCompute: (node: Node) => boolean = () => true): [Program, string[]] {
  const computed: string[] = [];
  let next = 100;
  const after = foldConstants(program, canCompute, (node, indexOf) => {
    const read = node.inputs.map(([, operand]) => indexOf(operand));
    computed.push(`${node.kernel}(${read.join()})`);
    return node.outputs.map(() => next++);
  });
  return [checked(after), computed];
}

describe('foldConstants', () => {
  it('computes what depends on constants alone, and what depends on that', () => {
    const draft = new Draft();
    const [x, one, two] = [draft.input(), draft.constant(), draft.constant()];
    const sum = draft.node('Add', {a: one, b: two});
    const power = draft.node('Pow', {a: sum, b: two});
    const [after, computed] = fold(draft.program(draft.node('Mul', {a: x, b: power})));
    expect(kernelsOf(after)).to.deep.equal(['Mul']);
    expect(computed).to.deep.equal(['Add(0,1)', 'Pow(100,1)']);
    expect(after.values[power.value]?.origin).to.deep.equal({kind: 'constant', index: 101});
  });

  it('computes what has no operands, and every output of a node', () => {
    const draft = new Draft();
    const filled = draft.node('Fill', {}, {shape: [4], attributes: {shape: [4], value: 1}});
    const halves = draft.nodeOfMany('SplitV', {x: filled}, [{shape: [2]}, {shape: [2]}], {
      axis: 0,
      numOrSizeSplits: 2,
    }) as Operand[];
    const [after, computed] = fold(draft.program(...halves));
    expect(computed).to.deep.equal(['Fill()', 'SplitV(100)']);
    expect(halves.map(({value}) => after.values[value]?.origin)).to.deep.equal([
      {kind: 'constant', index: 101},
      {kind: 'constant', index: 102},
    ]);
  });

  it('computes what is large where its operands are as large', () => {
    const draft = new Draft();
    const large = draft.constant([1 << 17]);
    const [after] = fold(draft.program(draft.node('Exp', {x: large})));
    expect(kernelsOf(after)).to.deep.equal([]);
  });

  for (const [what, make] of Object.entries<(draft: Draft) => Operand>({
    'an input': (draft) => draft.node('Exp', {x: draft.input()}),
    'a variable': (draft) => draft.node('Add', {a: draft.constant(), b: draft.variable()}),
    chance: (draft) => draft.node('RandomUniform', {}, {shape: [3]}),
    'chance, by constants': (draft) =>
      draft.node(
        'Multinomial',
        {logits: draft.constant([1, 2])},
        {shape: [1, 3], dtype: 'int32', attributes: {numSamples: 3}},
      ),
  })) {
    it(`leaves what depends on ${what}`, () => {
      const draft = new Draft();
      const program = draft.program(make(draft));
      expect(fold(program)).to.deep.equal([program, []]);
    });
  }

  it('leaves what would grow beyond 65536 elements, and folds what would not', () => {
    for (const [size, isLeft] of [
      [(1 << 16) + 1, true],
      [1 << 16, false],
    ] as const) {
      const draft = new Draft();
      const tiled = draft.node('Tile', {x: draft.constant([1])}, {shape: [size], attributes: {reps: [size]}});
      expect(kernelsOf(fold(draft.program(tiled))[0]).length).to.equal(isLeft ? 1 : 0);
    }
  });

  it('leaves what is opaque, which may be random', () => {
    const draft = new Draft();
    const program = markOpaqueNodes(draft.program(draft.node('SomebodyElses', {x: draft.constant()})));
    expect(fold(program)).to.deep.equal([program, []]);
  });

  it('leaves what cannot be computed yet, and what shares memory with an operand', () => {
    const draft = new Draft();
    const x = draft.constant([4]);
    const windows = draft.node(
      'MatrixProduct',
      {a: x, b: x},
      {shape: [], attributes: {m: 1, k: 4, n: 1, shape: []}},
    );
    draft.nodeOfMany('Unique', {x}, [null, {shape: [4]}]);
    const program = draft.program(windows);
    expect(fold(program, ({kernel}) => kernel !== 'MatrixProduct')).to.deep.equal([program, []]);
  });
});
