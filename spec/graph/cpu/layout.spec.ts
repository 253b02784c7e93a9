import {expect} from 'chai';
import fc from 'fast-check';

import type {Operand, Program} from '../../../src/graph/program/program.js';
import {sizeOf} from '../../../src/graph/passes/rewrite.js';
import {planLayout, referenceTo, type Layout} from '../../../src/graph/cpu/layout.js';
import {groupIntoRegions, type Region} from '../../../src/graph/cpu/passes/regions.js';
import {checked, Draft} from '../program/programs.js';
import {clash, livesOf} from './lives.js';

const planned = (program: Program): {regions: Region[]; layout: Layout} => {
  const regions = groupIntoRegions(checked(program));
  return {regions, layout: planLayout(program, regions)};
};

/** Single elements, less than a block, a block, and more. */
const sizes = [1, 5, 1024, 2050];

type Make = (draft: Draft, x: Operand, y: Operand) => Operand;

const kernels: Readonly<Record<string, Make>> = {
  Exp: (draft, x) => draft.node('Exp', {x}),
  Add: (draft, a, b) =>
    sizeOf(a.shape) === sizeOf(b.shape) || sizeOf(b.shape) === 1
      ? draft.node('Add', {a, b})
      : draft.node('Square', {x: a}),
  ClipByValue: (draft, x) =>
    draft.node('ClipByValue', {x}, {attributes: {clipValueMin: -1, clipValueMax: 0.5}}),
  Sum: (draft, x) => draft.node('Sum', {x}, {shape: [], attributes: {axis: null, keepDims: false}}),
  Reverse: (draft, x) => draft.node('Reverse', {x}, {attributes: {dims: x.shape.length > 0 ? [0] : []}}),
  LRN: (draft, x) => draft.node('LRN', {x}),
  SplitV: (draft, x) => {
    const [length = 1] = x.shape;
    if (length % 2 > 0) return draft.node('Sin', {x});
    const halves = [{shape: [length / 2]}, {shape: [length / 2]}];
    return draft.nodeOfMany('SplitV', {x}, halves, {axis: 0, numOrSizeSplits: 2})[1] as Operand;
  },
};

const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(kernels)), fc.nat(6), fc.nat(12)), {
  maxLength: 40,
});

/** A program of these kernels on earlier values, counted back, of which every so manieth is an output. */
function programOf(all: ReadonlyArray<readonly [string, number, number]>, every: number): Program {
  const draft = new Draft();
  const values = sizes.map((size) => draft.input(size === 1 ? [] : [size]));
  values.push(draft.constant([5]));
  for (const [kernel, x, y] of all) {
    const [left, right] = [x, y].map((back) => values.at(-1 - (back % values.length))) as [Operand, Operand];
    values.push((kernels[kernel] as Make)(draft, left, right));
  }
  return draft.program(...values.filter((_, index) => index % every === 0 || index === values.length - 1));
}

/** A value that goes through so many nodes of one kernel. */
function chain(kernel: string, count: number, size: number, attributes: unknown = {}): Program {
  const draft = new Draft();
  let x = draft.input([size]);
  for (let made = 0; made < count; made++) x = draft.node(kernel, {x}, {attributes});
  return draft.program(x);
}

describe('a layout', () => {
  it('never lets two share bytes while both are needed, buffers of blocks among them', () => {
    fc.assert(
      fc.property(steps, fc.integer({min: 2, max: 30}), (all, every) => {
        const program = programOf(all, every);
        const {regions, layout} = planned(program);
        expect(clash(livesOf(program, regions, layout))).to.equal(undefined);
      }),
      {numRuns: 500},
    );
  });

  it('places everything that the machine reads or makes, at whole vectors within its size', () => {
    fc.assert(
      fc.property(steps, fc.integer({min: 2, max: 30}), (all, every) => {
        const program = programOf(all, every);
        const {regions, layout} = planned(program);
        for (const region of regions) {
          if (region.kind === 'kernel') continue;
          for (const {node} of region.nodes)
            for (const value of [...node.inputs.map(([, operand]) => operand.value), ...node.outputs])
              expect(layout.offsets.has(value as number)).to.equal(true);
        }
        for (const {start, end} of livesOf(program, regions, layout)) {
          expect(start % 16).to.equal(0);
          expect(end).to.be.at.most(layout.bytes);
        }
      }),
    );
  });

  it('needs a block for what lives within a loop, however long the chain', () => {
    const size = 100_000;
    const {regions, layout} = planned(chain('Exp', 50, size));
    expect([regions.length, layout.buffered.size]).to.deep.equal([1, 49]);
    expect(layout.bytes).to.equal(4 * (2 * size + 1024));
  });

  it('needs two places for a chain of kernels of whole arrays', () => {
    const size = 100_000;
    const {regions, layout} = planned(chain('Reverse', 50, size, {dims: [0]}));
    expect(regions.length).to.equal(50);
    // The input keeps its place, so that it can be written at every call.
    expect(layout.bytes).to.equal(4 * 3 * size);
  });

  it('has no place for what kernels of the backend alone read and make', () => {
    const {layout} = planned(chain('LRN', 3, 10));
    expect([layout.offsets.size, layout.bytes]).to.deep.equal([0, 0]);
  });

  it('keeps running sums apart from each other and from what the loop reads', () => {
    const draft = new Draft();
    const x = draft.node('Exp', {x: draft.input([2000])});
    const sums = [x, draft.node('Sin', {x})].map((of) =>
      draft.node('Sum', {x: of}, {shape: [], attributes: {axis: null}}),
    );
    const program = draft.program(...sums);
    const {regions, layout} = planned(program);
    expect([regions.length, layout.sums.size]).to.deep.equal([1, 2]);
    expect(clash(livesOf(program, regions, layout))).to.equal(undefined);
  });

  it('has references that tell single elements, arrays and buffers of a block apart', () => {
    const draft = new Draft();
    const [single, array] = [draft.input(), draft.input([2000])];
    const within = draft.node('Add', {a: array, b: single});
    const program = draft.program(draft.node('Exp', {x: within}));
    const {layout} = planned(program);
    const modeOf = (value: number, size: number, count: number): number =>
      referenceTo(layout, value, size, count) % 16;
    expect([
      modeOf(single.value, 1, 2000),
      modeOf(array.value, 2000, 2000),
      modeOf(within.value, 2000, 2000),
    ]).to.deep.equal([0, 1, 2]);
    // In a loop over single elements they are arrays of one.
    expect(modeOf(single.value, 1, 1)).to.equal(1);
  });
});
