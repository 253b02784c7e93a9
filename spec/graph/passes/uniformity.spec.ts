import {expect} from 'chai';

import {uniformIn, uniformMadeBy} from '../../../src/graph/passes/uniformity.js';
import {noteElements} from '../../../src/graph/trace/elements.js';
import type {Node, Operand} from '../../../src/graph/program/program.js';

const at = (value: number): Operand => ({value, shape: [2], dtype: 'float32'});

const node = (kernel: string, attributes: unknown): Node => ({
  kernel,
  inputs: [['x', at(0)]],
  isList: false,
  attributes,
  outputs: [1],
});

describe('the number that a node makes throughout', () => {
  const cases: ReadonlyArray<readonly [string, unknown, number | undefined, number | undefined]> = [
    ['Fill', {shape: [2], value: 0.1, dtype: 'float32'}, undefined, Math.fround(0.1)],
    ['Fill', {shape: [2], value: 'a', dtype: 'string'}, undefined, undefined],
    ['OnesLike', undefined, undefined, 1],
    ['ZerosLike', undefined, undefined, 0],
    ['Reshape', {shape: [2, 1]}, 3, 3],
    ['Tile', {reps: [2]}, 3, 3],
    ['Tile', {reps: [2]}, undefined, undefined],
    ['Cast', {dtype: 'int32'}, 2.7, 2],
    ['Cast', {dtype: 'bool'}, 2.7, 1],
    ['Cast', {dtype: 'int32'}, NaN, undefined],
    ['Exp', undefined, 0, undefined],
    ['Multiply', undefined, 3, undefined],
    ['PadV2', {paddings: [[1, 1]], constantValue: 0}, 1, undefined],
  ];
  for (const [kernel, attributes, operand, expected] of cases) {
    it(`is ${expected} for ${kernel} of ${operand} with ${JSON.stringify(attributes)}`, () => {
      expect(uniformMadeBy(node(kernel, attributes), () => operand)).to.equal(expected);
    });
  }

  it('is the other factor of a product with one', () => {
    const product: Node = {...node('Multiply', undefined), inputs: [...node('', 0).inputs, ['b', at(1)]]};
    const of = (a: number, b: number | undefined) =>
      uniformMadeBy(product, (operand) => (operand?.value === 0 ? a : b));
    expect([of(1, 3), of(3, 1), of(3, 3), of(1, undefined), of(3, undefined)]).to.deep.equal([
      3,
      3,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells 0 from -0, and knows none of no elements', () => {
    expect(uniformIn([0, -0])).to.equal(undefined);
    expect(uniformIn([NaN, NaN])).to.be.NaN;
    expect(uniformIn([])).to.equal(undefined);
  });
});

describe('what a trace notes of elements', () => {
  it('is the same for the same elements, and another where one bit or one place differs', () => {
    const noted = (values: number[]): string | undefined =>
      noteElements(Float32Array.from(values))?.fingerprint;
    expect(noted([1, 2, 3])).to.equal(noted([1, 2, 3]));
    const others = [
      [1, 3, 2],
      [1, 2],
      [1, 2, 3, 0],
      [-1, 2, 3],
      [1, 2, 3.0000002],
      [0, 2, 3],
      [-0, 2, 3],
    ].map(noted);
    expect(new Set([noted([1, 2, 3]), ...others]).size).to.equal(others.length + 1);
  });

  it('is nothing of strings', () => {
    expect(noteElements([new Uint8Array(2)])).to.equal(undefined);
  });
});
