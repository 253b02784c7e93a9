import {expect} from 'chai';

import {simplify} from '../../../src/graph/passes/simplification.js';
import type {Operand, Program} from '../../../src/graph/program/program.js';
import {checked, Draft, kernelsOf, valuesOf} from '../program/programs.js';

/** What the constants of these specs consist of, by their index; undefined for different elements. */
const elements: ReadonlyArray<number | undefined> = [0, 1, undefined, -0];

interface Given {
  readonly draft: Draft;
  /** Of shape [2, 3], as are the constants. */
  readonly x: Operand;
  readonly zeros: Operand;
  readonly ones: Operand;
  readonly mixed: Operand;
  readonly negativeZeros: Operand;
}

function given(): Given {
  const draft = new Draft();
  const shape = [2, 3];
  const [x, zeros, ones, mixed, negativeZeros] = [
    draft.input(shape),
    draft.constant(shape),
    draft.constant(shape),
    draft.constant(shape),
    draft.constant(shape),
  ] as const;
  return {draft, x, zeros, ones, mixed, negativeZeros};
}

const simplified = (program: Program, sharesViews = true): Program =>
  checked(simplify(program, (index) => elements[index], sharesViews));

describe('simplify', () => {
  for (const [what, make] of Object.entries<(on: Given) => Operand>({
    'x + -0': ({draft, x, negativeZeros}) => draft.node('Add', {a: x, b: negativeZeros}),
    '-0 + x': ({draft, x, negativeZeros}) => draft.node('Add', {a: negativeZeros, b: x}, {shape: x.shape}),
    'x - 0': ({draft, x, zeros}) => draft.node('Sub', {a: x, b: zeros}),
    'x · 1': ({draft, x, ones}) => draft.node('Multiply', {a: x, b: ones}),
    '1 · x': ({draft, x, ones}) => draft.node('Multiply', {a: ones, b: x}),
    'x / 1': ({draft, x, ones}) => draft.node('RealDiv', {a: x, b: ones}),
    'x¹': ({draft, x, ones}) => draft.node('Pow', {a: x, b: ones}),
    '-(-x)': ({draft, x}) => draft.node('Neg', {x: draft.node('Neg', {x})}),
    'a cast to the same dtype': ({draft, x}) => draft.node('Cast', {x}, {attributes: {dtype: 'float32'}}),
    'a copy': ({draft, x}) => draft.node('Identity', {x}),
    'a slice of all': ({draft, x}) => draft.node('Slice', {x}, {attributes: {begin: [0, 0], size: [2, 3]}}),
    'a tile of one': ({draft, x}) => draft.node('Tile', {x}, {attributes: {reps: [1, 1]}}),
    'x · 1 by a fill': ({draft, x}) =>
      draft.node('Multiply', {
        a: x,
        b: draft.node('Fill', {}, {shape: [2, 3], attributes: {shape: [2, 3], value: 1}}),
      }),
    'several of them': ({draft, x, ones, zeros}) =>
      draft.node('Sub', {a: draft.node('Multiply', {a: x, b: ones}), b: zeros}),
  })) {
    it(`drops ${what}`, () => {
      const on = given();
      const y = make(on);
      const read = on.draft.node('Exp', {x: y});
      const after = simplified(on.draft.program(y, read));
      expect(after.outputs[0]).to.deep.equal(on.x);
      expect(after.nodes.at(-1)?.inputs).to.deep.equal([['x', on.x]]);
    });
  }

  it('drops sums over single elements where memory may be read in another shape, and there alone', () => {
    const draft = new Draft();
    const x = draft.input([1, 3]);
    const sum = draft.node('Sum', {x}, {shape: [3], attributes: {axis: [0], keepDims: false}});
    const program = draft.program(draft.node('Exp', {x: sum}));
    expect(kernelsOf(simplified(program))).to.deep.equal(['Exp']);
    expect(simplified(program).nodes[0]?.inputs).to.deep.equal([['x', {...sum, value: x.value}]]);
    expect(simplified(program, false)).to.deep.equal(program);
  });

  for (const [what, make] of Object.entries<(on: Given) => Operand>({
    'x · 0, which is NaN for an infinite x': ({draft, x, zeros}) => draft.node('Multiply', {a: x, b: zeros}),
    'x + 0, which is 0 for -0': ({draft, x, zeros}) => draft.node('Add', {a: x, b: zeros}),
    'x - -0, which is 0 for -0': ({draft, x, negativeZeros}) => draft.node('Sub', {a: x, b: negativeZeros}),
    'x · c of different elements': ({draft, x, mixed}) => draft.node('Multiply', {a: x, b: mixed}),
    'x + 1': ({draft, x, ones}) => draft.node('Add', {a: x, b: ones}),
    '0 - x': ({draft, x, zeros}) => draft.node('Sub', {a: zeros, b: x}),
    '1 / x': ({draft, x, ones}) => draft.node('RealDiv', {a: ones, b: x}),
    '1ˣ': ({draft, x, ones}) => draft.node('Pow', {a: ones, b: x}),
    '-x': ({draft, x}) => draft.node('Neg', {x}),
    '-|x|': ({draft, x}) => draft.node('Neg', {x: draft.node('Abs', {x})}),
    'x + 0 of a larger shape': ({draft, zeros}) =>
      draft.node('Add', {a: draft.input([3]), b: zeros}, {shape: [2, 3]}),
    'x · 1 of another dtype': ({draft, x, ones}) =>
      draft.node('Multiply', {a: {...ones, dtype: 'int32'}, b: x}, {dtype: 'int32'}),
    'a cast': ({draft, x}) => draft.node('Cast', {x}, {dtype: 'int32', attributes: {dtype: 'int32'}}),
    'a part': ({draft, x}) =>
      draft.node('Slice', {x}, {shape: [1, 3], attributes: {begin: [0, 0], size: [1, 3]}}),
    'a sum': ({draft, x}) => draft.node('Sum', {x}, {shape: [3], attributes: {axis: [0]}}),
    'a product by a variable': ({draft, x}) => draft.node('Multiply', {a: x, b: draft.variable([2, 3])}),
    'a transposition that keeps the size': ({draft, x}) =>
      draft.node('Transpose', {x}, {shape: [3, 2], attributes: {perm: [1, 0]}}),
    'ones of int32': ({draft, x}) => draft.node('OnesLike', {x: {...x, dtype: 'int32'}}, {dtype: 'int32'}),
  })) {
    it(`keeps ${what}`, () => {
      const on = given();
      const program = on.draft.program(make(on));
      expect(simplified(program)).to.deep.equal(program);
    });
  }

  it('reads the operand that is left in the dtype in which the dropped node read it', () => {
    const draft = new Draft();
    const truth = draft.input([2, 3], 'bool');
    draft.constant();
    const ones = draft.constant([2, 3]);
    const asFloat = {...truth, dtype: 'float32'};
    const after = simplified(
      draft.program(draft.node('Exp', {x: draft.node('Multiply', {a: asFloat, b: ones})})),
    );
    expect(after.nodes[0]?.inputs).to.deep.equal([['x', asFloat]]);
  });

  it('makes what is like an operand of its shape alone', () => {
    const draft = new Draft();
    const made = draft.node('Exp', {x: draft.input([2])});
    const [ones, zeros] = ['OnesLike', 'ZerosLike'].map((kernel) => draft.node(kernel, {x: made})) as [
      Operand,
      Operand,
    ];
    const after = simplified(draft.program(ones, zeros));
    expect(
      after.nodes.slice(1).map(({kernel, inputs, attributes}) => [kernel, inputs, attributes]),
    ).to.deep.equal([
      ['Fill', [], {shape: [2], value: 1, dtype: 'float32'}],
      ['Fill', [], {shape: [2], value: 0, dtype: 'float32'}],
    ]);
    expect(valuesOf(after.outputs)).to.deep.equal(valuesOf([ones, zeros]));
  });

  it('leaves nodes of several outputs', () => {
    const draft = new Draft();
    const x = draft.input([2]);
    const parts = draft.nodeOfMany('TopK', {x}, [{shape: [2]}, {shape: [2], dtype: 'int32'}], {
      k: 2,
    }) as Operand[];
    const program = draft.program(...parts);
    expect(simplified(program)).to.deep.equal(program);
  });
});
