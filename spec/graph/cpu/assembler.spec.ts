import {expect} from 'chai';

import type {Program} from '../../../src/graph/program/program.js';
import {assemble} from '../../../src/graph/cpu/assembler.js';
import {disassemble} from '../../../src/graph/cpu/disassembler.js';
import {planLayout} from '../../../src/graph/cpu/layout.js';
import {groupIntoRegions} from '../../../src/graph/cpu/passes/regions.js';
import {checked, Draft} from '../program/programs.js';

function instructionsOf(program: Program): string[] {
  const regions = groupIntoRegions(checked(program));
  const layout = planLayout(program, regions);
  return regions.flatMap((region) =>
    region.kind === 'kernel' ? [] : disassemble(assemble(region, program, layout)),
  );
}

describe('the assembler', () => {
  it('runs a loop over blocks, by references to arrays, single elements and buffers', () => {
    const draft = new Draft();
    const [x, factor] = [draft.input([5]), draft.input()];
    const y = draft.node('Multiply', {a: draft.node('Exp', {x}), b: factor});
    expect(instructionsOf(draft.program(y))).to.deep.equal([
      'Loop count=5 words=7',
      '  Exp out=@80[block] x=@0[]',
      '  Multiply out=@48[] a=@80[block] b=@32',
    ]);
  });

  it('puts numbers of the attributes where an instruction can read them', () => {
    const draft = new Draft();
    const attributes = {clipValueMin: -1, clipValueMax: 1};
    const y = draft.node('ClipByValue', {x: draft.input([4])}, {attributes});
    expect(instructionsOf(draft.program(y))).to.deep.equal([
      'Loop count=4 words=5',
      '  Clip out=@48[] a=@0[] b=@16 c=@32',
    ]);
  });

  it('starts running sums before their loop, and stores them after it', () => {
    const draft = new Draft();
    const squares = draft.node('Square', {x: draft.input([4])});
    const sum = draft.node('Sum', {x: squares}, {shape: [], attributes: {axis: null}});
    expect(instructionsOf(draft.program(sum))).to.deep.equal([
      'SumStart sum=32',
      'Loop count=4 words=6',
      '  Square out=@48[block] x=@0[]',
      '  SumInto sum=@32 x=@48[block]',
      'SumStore out=16 sum=32',
    ]);
  });

  it('runs kernels of whole arrays by one instruction, or one for each part', () => {
    const draft = new Draft();
    const x = draft.input([2, 3]);
    const parts = draft.nodeOfMany('SplitV', {x}, [{shape: [1, 3]}, {shape: [1, 3]}], {
      axis: 0,
      numOrSizeSplits: 2,
    });
    const first = parts[0] as typeof x;
    const largest = draft.node('Max', {x}, {shape: [3], attributes: {reductionIndices: [0]}});
    expect(instructionsOf(draft.program(first, largest))).to.deep.equal([
      'Copy out=32 a=0 rank=2 1 3 12 4 12 4',
      'Copy out=48 a=12 rank=2 1 3 12 4 12 4',
      'Reduce reduction=2 out=48 a=0 outer=1 length=2 inner=3',
    ]);
  });

  it('takes the words of a region by their lengths, so that no word is left', () => {
    const draft = new Draft();
    const x = draft.input([3]);
    const y = draft.node('Prelu', {x: draft.node('Tanh', {x}), alpha: x});
    const program = draft.program(y);
    const regions = groupIntoRegions(program);
    const [region] = regions;
    if (region === undefined || region.kind === 'kernel') throw new Error('the machine runs this');
    const words = assemble(region, program, planLayout(program, regions));
    expect([words.length, words[2]]).to.deep.equal([3 + 3 + 4, 3 + 4]);
  });
});
