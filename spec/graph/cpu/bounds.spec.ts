import {expect} from 'chai';

import {assemble} from '../../../src/graph/cpu/assembler.js';
import {checkBounds, checkLoopOperand} from '../../../src/graph/cpu/bounds.js';
import {planLayout} from '../../../src/graph/cpu/layout.js';
import {LoweringError} from '../../../src/graph/cpu/lowering-error.js';
import {groupIntoRegions} from '../../../src/graph/cpu/passes/regions.js';
import {Opcode, Reduction} from '../../../src/machine/opcodes.js';
import {Draft} from '../program/programs.js';

/** A result of six elements at 0, one of a single element at 32, and operands of six and of one at 64 and 96. */
const extents = {
  writes: [{start: 0, size: 6}],
  reads: [
    {start: 64, size: 6},
    {start: 96, size: 1},
  ],
};
const ofOne = {...extents, writes: [{start: 32, size: 1}]};

const check = (words: readonly (readonly number[])[], of = extents): void => checkBounds('Test', words, of);

describe('the check of bounds', () => {
  for (const [what, words, of] of [
    ['a copy of all', [[Opcode.Copy, 0, 64, 2, 2, 3, 12, 4, 12, 4]], extents],
    ['a reversed copy', [[Opcode.Copy, 0, 84, 1, 6, 4, -4]], extents],
    ['a broadcast', [[Opcode.Copy, 0, 96, 1, 6, 4, 0]], extents],
    [
      'a fill, and a part written over it',
      [
        [Opcode.Fill, 0, 6, 0],
        [Opcode.Copy, 4, 64, 1, 2, 4, 4],
      ],
      extents,
    ],
    ['a single element to all lanes', [[Opcode.Copy, 32, 64, 0]], ofOne],
    ['a sum to a single element', [[Opcode.Reduce, Reduction.Sum, 32, 64, 1, 6, 1]], ofOne],
    ['a product', [[Opcode.MatrixProduct, 0, 64, 96, 1, 6, 1, 1, 0, 0, 0, 0]], extents],
  ] as const) {
    it(`admits ${what}`, () => check(words, of));
  }

  for (const [what, words, of, message] of [
    ['reads beyond an operand', [[Opcode.Copy, 0, 68, 1, 6, 4, 4]], extents, 'reads bytes 68 to 92'],
    ['reads before an operand', [[Opcode.Copy, 0, 64, 1, 6, 4, -4]], extents, 'reads bytes 44 to 68'],
    ['reads a single element as many', [[Opcode.Copy, 0, 96, 1, 6, 4, 4]], extents, 'reads bytes 96 to 120'],
    ['writes beyond a result', [[Opcode.Copy, 4, 64, 1, 6, 4, 4]], extents, 'writes bytes 4 to 28'],
    ['reads nothing', [[Opcode.Copy, 0, 64, 1, 0, 4, 4]], extents, 'reads bytes 60 to 68'],
    ['has a negative length', [[Opcode.Copy, 0, 64, 2, -1, -6, 4, 4, 4, 4]], extents, 'outside'],
    ['writes a part alone', [[Opcode.Copy, 0, 64, 1, 5, 4, 4]], extents, 'writes 5 of 6 elements'],
    ['adds to what nobody wrote', [[Opcode.AddCopy, 0, 64, 1, 6, 4, 4]], extents, 'writes 0 of 6'],
    ['fills too much', [[Opcode.Fill, 0, 7, 0]], extents, 'writes bytes 0 to 28'],
    ['writes one lane of four', [[Opcode.Copy, 32, 64, 1, 1, 4, 4]], ofOne, 'writes bytes 32 to 36'],
    [
      'reduces other lengths',
      [[Opcode.Reduce, Reduction.Sum, 0, 64, 6, 2, 1]],
      extents,
      'reads bytes 64 to 112',
    ],
    ['gathers of more', [[Opcode.Gather, 0, 64, 96, 1, 7, 1, 6]], extents, 'reads bytes 64 to 92'],
    ['sums other segments', [[Opcode.SegmentSum, 0, 64, 96, 1, 1, 7]], extents, 'writes bytes 0 to 28'],
    ['multiplies others', [[Opcode.MatrixProduct, 0, 64, 96, 2, 3, 2, 1, 24, 0, 0, 0]], extents, 'reads'],
    ['has a word that is no number', [[Opcode.Copy, 0, 64, 1, NaN, 4, 4]], extents, 'outside'],
    ['is of loops', [[Opcode.Add, 0, 64, 64]], extents, 'is no instruction of whole arrays'],
  ] as const) {
    it(`refuses what ${what}`, () => {
      expect(() => check(words, of)).to.throw(LoweringError, message);
    });
  }

  it('refuses an operand of a loop that is neither single nor as long as the loop', () => {
    checkLoopOperand('Add', 6, 6);
    checkLoopOperand('Add', 1, 6);
    expect(() => checkLoopOperand('Add', 3, 6)).to.throw('internal: Add reads 3 elements in a loop of 6');
  });

  it('is made of every region that is assembled', () => {
    const draft = new Draft();
    const y = draft.node('Slice', {x: draft.input([4])}, {shape: [3], attributes: {begin: [2], size: [3]}});
    const sum = draft.node('Add', {a: draft.input([2]), b: draft.input([3])}, {shape: [3]});
    const program = draft.program(y, sum);
    const regions = groupIntoRegions(program);
    const layout = planLayout(program, regions);
    for (const region of regions) {
      if (region.kind === 'kernel') throw new Error('the machine runs this');
      expect(() => assemble(region, program, layout)).to.throw(LoweringError);
    }
    expect(regions.length).to.equal(2);
  });
});
