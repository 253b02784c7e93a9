import {expect} from 'chai';

import type {Operand, Program} from '../../../../src/graph/program/program.js';
import {expand} from '../../../../src/graph/cpu/passes/expansion.js';
import {builderOf, checked, Draft, kernelsOf} from '../../program/programs.js';

/** Expands, and tells of the elements of new constants. Constant 0 consists of this number. */
function expanded(program: Program, uniform = 1): {after: Program; elements: number[]} {
  const {builder, elements} = builderOf(program);
  const uniformOf = ({value}: Operand): number | undefined => {
    const origin = program.values[value]?.origin;
    return origin?.kind === 'constant' && origin.index === 0 ? uniform : undefined;
  };
  return {after: checked(expand(program, builder, uniformOf)), elements: [...elements.values()]};
}

const shapesOf = ({nodes, values}: Program): unknown[] =>
  nodes.map(({outputs}) => values[outputs[0] as number]?.shape);

describe('expand', () => {
  for (const [kernel, attribute] of [
    ['Sum', 'axis'],
    ['Prod', 'axis'],
    ['Min', 'axis'],
    ['Max', 'reductionIndices'],
    ['All', 'axis'],
    ['Any', 'axis'],
  ] as const) {
    it(`transposes before ${kernel} over axes that are no neighbours`, () => {
      const draft = new Draft();
      const x = draft.input([2, 3, 4]);
      const attributes = {[attribute]: [0, 2], keepDims: true};
      const y = draft.node(kernel, {x}, {shape: [1, 3, 1], attributes});
      const {after} = expanded(draft.program(y));
      expect(kernelsOf(after)).to.deep.equal(['Transpose', kernel]);
      expect(shapesOf(after)).to.deep.equal([
        [3, 2, 4],
        [1, 3, 1],
      ]);
      const [transpose, reduction] = after.nodes;
      expect(transpose?.attributes).to.deep.equal({perm: [1, 0, 2]});
      expect(reduction?.attributes).to.deep.equal({[attribute]: [1, 2], shape: [1, 3, 1]});
      expect(reduction?.outputs).to.deep.equal([y.value]);
    });
  }

  it('divides before it sums, for a mean of floats', () => {
    const draft = new Draft();
    const mean = draft.node('Mean', {x: draft.input([2, 3])}, {shape: [2], attributes: {axis: [-1]}});
    const {after, elements} = expanded(draft.program(mean));
    expect([kernelsOf(after), elements]).to.deep.equal([['RealDiv', 'Sum'], [3]]);
    expect(after.nodes[1]?.outputs).to.deep.equal([mean.value]);
  });

  it('divides and transposes, for a mean over axes that are no neighbours', () => {
    const draft = new Draft();
    const mean = draft.node('Mean', {x: draft.input([2, 3, 4])}, {shape: [3], attributes: {axis: [0, 2]}});
    const {after, elements} = expanded(draft.program(mean));
    expect([kernelsOf(after), elements]).to.deep.equal([['RealDiv', 'Transpose', 'Sum'], [8]]);
  });

  it('shifts softmax by the largest of each row', () => {
    const draft = new Draft();
    const y = draft.node('Softmax', {logits: draft.input([2, 3])});
    const {after} = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['Max', 'Sub', 'Exp', 'Sum', 'RealDiv']);
    expect(shapesOf(after)).to.deep.equal([
      [2, 1],
      [2, 3],
      [2, 3],
      [2, 1],
      [2, 3],
    ]);
    expect(after.nodes.at(-1)?.outputs).to.deep.equal([y.value]);
  });

  it('adds several one after another', () => {
    const draft = new Draft();
    const y = draft.node('AddN', [draft.input(), draft.input(), draft.input()]);
    const {after} = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['Add', 'Add']);
    expect(after.nodes[1]?.outputs).to.deep.equal([y.value]);
  });

  for (const [title, activation, withBias, kernels] of [
    ['alone', 'linear', false, ['BatchMatMul']],
    ['with a bias', 'linear', true, ['BatchMatMul', 'Add']],
    ['with an activation', 'relu', false, ['BatchMatMul', 'Relu']],
    ['with both', 'sigmoid', true, ['BatchMatMul', 'Add', 'Sigmoid']],
  ] as const) {
    it(`takes a fused product apart: ${title}`, () => {
      const draft = new Draft();
      const [a, b, bias] = [draft.input([2, 3]), draft.input([3, 4]), draft.input([4])];
      const inputs: Record<string, Operand> = withBias ? {a, b, bias} : {a, b};
      const attributes = {transposeA: false, transposeB: false, activation};
      const y = draft.node('_FusedMatMul', inputs, {shape: [2, 4], attributes});
      const {after} = expanded(draft.program(y));
      expect(kernelsOf(after)).to.deep.equal(kernels);
      expect(after.nodes.at(-1)?.outputs).to.deep.equal([y.value]);
    });
  }

  for (const [divisor, kernels, elements] of [
    [8, ['Multiply'], [0.125]],
    [0.5, ['Multiply'], [2]],
    [3, ['RealDiv'], []],
    [-2, ['RealDiv'], []],
    [0, ['RealDiv'], []],
    [2 ** 127, ['RealDiv'], []],
    [Infinity, ['RealDiv'], []],
    [NaN, ['RealDiv'], []],
  ] as const) {
    it(`divides by ${divisor} ${elements.length > 0 ? 'as it multiplies by the reciprocal' : 'as it is'}`, () => {
      const draft = new Draft();
      const [a, b] = [draft.input([3]), draft.constant([])];
      const {after, elements: made} = expanded(
        draft.program(draft.node('RealDiv', {a, b}, {shape: [3]})),
        divisor,
      );
      expect(kernelsOf(after)).to.deep.equal(kernels);
      expect(made).to.deep.equal(elements);
    });
  }

  it('broadcasts a single element where it is multiplied by ones', () => {
    const draft = new Draft();
    const [single, ones] = [draft.input(), draft.constant([2, 3])];
    const y = draft.node('Multiply', {a: single, b: ones}, {shape: [2, 3]});
    const {after} = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['BroadcastTo']);
    expect(after.nodes[0]?.inputs).to.deep.equal([['x', single]]);
  });

  for (const [what, make] of Object.entries<(draft: Draft) => Operand>({
    'a sum over neighbours': (draft) =>
      draft.node('Sum', {x: draft.input([2, 3, 4])}, {shape: [2], attributes: {axis: [1, 2]}}),
    'a sum over all': (draft) =>
      draft.node('Sum', {x: draft.input([2, 3, 4])}, {shape: [], attributes: {axis: null}}),
    'a mean of integers': (draft) =>
      draft.node(
        'Mean',
        {x: draft.input([2, 3], 'int32')},
        {shape: [2], dtype: 'float32', attributes: {axis: [1]}},
      ),
    'the softmax of a single number': (draft) => draft.node('Softmax', {logits: draft.input()}),
    'the sum of one': (draft) => draft.node('AddN', [draft.input()]),
    'a fused product with an activation that it does not know': (draft) =>
      draft.node(
        '_FusedMatMul',
        {a: draft.input([2, 2]), b: draft.input([2, 2])},
        {attributes: {activation: 'gelu'}},
      ),
    'a product of arrays': (draft) => draft.node('Multiply', {a: draft.constant([3]), b: draft.input([3])}),
    'a product of a single element and other constants': (draft) => {
      draft.constant([3]);
      return draft.node('Multiply', {a: draft.constant([3]), b: draft.input()});
    },
    'a product of another dtype': (draft) =>
      draft.node('Multiply', {a: draft.constant([3]), b: draft.input([], 'int32')}),
    'a sum over the axes of an empty array': (draft) =>
      draft.node('Sum', {x: draft.input([2, 0, 4])}, {shape: [0], attributes: {axis: [0, 2]}}),
    'the softmax of an empty array': (draft) => draft.node('Softmax', {logits: draft.input([0, 3])}),
    'what is simple': (draft) => draft.node('Exp', {x: draft.input()}),
    'what is unknown': (draft) => draft.node('FFT', {input: draft.input([4], 'complex64')}),
  })) {
    it(`leaves ${what}`, () => {
      const draft = new Draft();
      const program = draft.program(make(draft));
      expect(expanded(program)).to.deep.equal({after: program, elements: []});
    });
  }
});
