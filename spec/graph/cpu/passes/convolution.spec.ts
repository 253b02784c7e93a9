import {expect} from 'chai';

import type {Operand, Program} from '../../../../src/graph/program/program.js';
import {expand} from '../../../../src/graph/cpu/passes/expansion.js';
import {builderOf, checked, Draft, kernelsOf} from '../../program/programs.js';

const plain = {strides: [1, 1], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC'};
const pooled = {filterSize: [2, 2], strides: [2, 2], pad: 'valid'};

function expanded(program: Program): Program {
  return checked(expand(program, builderOf(program).builder, () => undefined));
}

function convolved(
  draft: Draft,
  attributes: object,
  shape: readonly number[],
  filter = [3, 2, 4, 5],
): Operand {
  return draft.node(
    'Conv2D',
    {x: draft.input([2, 6, 7, 4]), filter: draft.input(filter)},
    {shape, attributes: {...plain, ...attributes}},
  );
}

/** Kernel, attributes and shape of each node. */
function described({nodes, values}: Program): unknown[] {
  return nodes.map(({kernel, attributes, outputs}) => [
    kernel,
    attributes,
    values[outputs[0] as number]?.shape,
  ]);
}

describe('expand, of images', () => {
  it('makes a product with windows of a convolution', () => {
    const draft = new Draft();
    const y = convolved(draft, {}, [2, 4, 6, 5]);
    const after = expanded(draft.program(y));
    expect(described(after)).to.deep.equal([
      ['Windows', {counts: [4, 6], filter: [3, 2], steps: [1, 1, 1, 1]}, [2, 4, 6, 3, 2, 4]],
      [
        'MatrixProduct',
        {m: 48, k: 24, n: 5, transposeA: false, transposeB: false, shape: [2, 4, 6, 5]},
        [2, 4, 6, 5],
      ],
    ]);
    expect(after.nodes[1]?.outputs).to.deep.equal([y.value]);
  });

  it('pads the image by zeros, more at its end, and steps by strides and dilations', () => {
    const draft = new Draft();
    const attributes = {strides: [2, 3], pad: 'same', dilations: [1, 2]};
    const after = expanded(draft.program(convolved(draft, attributes, [2, 3, 3, 5])));
    expect(described(after).slice(0, 2)).to.deep.equal([
      [
        'PadV2',
        {
          paddings: [
            [0, 0],
            [0, 1],
            [1, 1],
            [0, 0],
          ],
          constantValue: 0,
        },
        [2, 7, 9, 4],
      ],
      ['Windows', {counts: [3, 3], filter: [3, 2], steps: [2, 3, 1, 2]}, [2, 3, 3, 3, 2, 4]],
    ]);
  });

  it('multiplies transposed windows with dy, for the gradient of the filter', () => {
    const draft = new Draft();
    const y = draft.node(
      'Conv2DBackpropFilter',
      {x: draft.input([2, 6, 7, 4]), dy: draft.input([2, 4, 6, 5])},
      {shape: [3, 2, 4, 5], attributes: {...plain, filterShape: [3, 2, 4, 5]}},
    );
    const after = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['Windows', 'MatrixProduct']);
    const lengths = {m: 24, k: 48, n: 5, transposeA: true, transposeB: false, shape: [3, 2, 4, 5]};
    expect(after.nodes[1]).to.deep.include({attributes: lengths, outputs: [y.value]});
  });

  for (const [pad, dy, kernels] of [
    ['valid', [2, 4, 6, 5], ['MatrixProduct', 'WindowsSum']],
    ['same', [2, 6, 7, 5], ['MatrixProduct', 'WindowsSum', 'Slice']],
  ] as const) {
    it(`sums what windows hold, for the gradient of an image with ${pad} padding`, () => {
      const draft = new Draft();
      const y = draft.node(
        'Conv2DBackpropInput',
        {dy: draft.input(dy), filter: draft.input([3, 2, 4, 5])},
        {shape: [2, 6, 7, 4], attributes: {...plain, pad, inputShape: [2, 6, 7, 4]}},
      );
      const after = expanded(draft.program(y));
      expect(kernelsOf(after)).to.deep.equal(kernels);
      expect(after.nodes[0]?.attributes).to.deep.include({n: 24, transposeA: false, transposeB: true});
      expect(after.nodes.at(-1)?.outputs).to.deep.equal([y.value]);
    });
  }

  it('cuts the padding off, where the sum has it', () => {
    const draft = new Draft();
    const y = draft.node(
      'Conv2DBackpropInput',
      {dy: draft.input([1, 5, 5, 1]), filter: draft.input([3, 3, 2, 1])},
      {shape: [1, 5, 5, 2], attributes: {...plain, pad: 'same', inputShape: [1, 5, 5, 2]}},
    );
    expect(described(expanded(draft.program(y))).slice(1)).to.deep.equal([
      [
        'WindowsSum',
        {counts: [5, 5], filter: [3, 3], steps: [1, 1, 1, 1], shape: [1, 7, 7, 2]},
        [1, 7, 7, 2],
      ],
      ['Slice', {begin: [0, 1, 1, 0], size: [1, 5, 5, 2]}, [1, 5, 5, 2]],
    ]);
  });

  it('takes the largest of windows padded by -Infinity, for maxPool', () => {
    const draft = new Draft();
    const attributes = {...pooled, pad: 'same'};
    const y = draft.node('MaxPool', {x: draft.input([1, 5, 5, 3])}, {shape: [1, 3, 3, 3], attributes});
    const after = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['PadV2', 'Windows', 'Max']);
    expect(after.nodes[0]?.attributes).to.deep.include({constantValue: -Infinity});
    expect(after.nodes[2]?.inputs[0]?.[1].shape).to.deep.equal([9, 4, 3]);
    expect(after.nodes[2]).to.deep.include({
      attributes: {reductionIndices: [1], shape: [1, 3, 3, 3]},
      outputs: [y.value],
    });
  });

  it('gives dy to the first of the largest of each window, for the gradient of maxPool', () => {
    const draft = new Draft();
    const inputs = {
      dy: draft.input([1, 2, 2, 3]),
      input: draft.input([1, 4, 4, 3]),
      output: draft.input([1, 2, 2, 3]),
    };
    const y = draft.node('MaxPoolGrad', inputs, {shape: [1, 4, 4, 3], attributes: pooled});
    const after = expanded(draft.program(y));
    expect(kernelsOf(after)).to.deep.equal(['Windows', 'ArgMax', 'Range', 'Equal', 'Select', 'WindowsSum']);
    expect(after.nodes.at(-1)?.outputs).to.deep.equal([y.value]);
  });

  for (const [what, make] of Object.entries<(draft: Draft) => Operand>({
    'channels that come first': (draft) => convolved(draft, {dataFormat: 'NCHW'}, [2, 5, 5, 3], [3, 2, 6, 5]),
    'padding by a negative number, which crops': (draft) => convolved(draft, {pad: -1}, [2, 2, 3, 5]),
    'windows that would need more than 128 MiB': (draft) =>
      draft.node(
        'Conv2D',
        {x: draft.input([64, 256, 256, 1]), filter: draft.input([3, 3, 1, 1])},
        {shape: [64, 254, 254, 1], attributes: plain},
      ),
    integers: (draft) =>
      draft.node(
        'MaxPool',
        {x: draft.input([1, 4, 4, 1], 'int32')},
        {shape: [1, 2, 2, 1], dtype: 'int32', attributes: pooled},
      ),
  })) {
    it(`leaves ${what}`, () => {
      const draft = new Draft();
      const program = draft.program(make(draft));
      expect(expanded(program)).to.deep.equal(program);
    });
  }
});
