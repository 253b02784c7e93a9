import {expect} from 'chai';

import {makeTypeScriptMachine} from '../../src/machine/typescript.js';

describe('The machine in TypeScript', () => {
  it('refuses more than 2 GiB, which its places could not name, and stays as it was', () => {
    const machine = makeTypeScriptMachine();
    machine.grow(100);
    machine.floats[5] = 7;
    const {floats} = machine;
    for (const bytes of [2 ** 31 + 1, 2 ** 32, 2 ** 40])
      expect(() => machine.grow(bytes)).to.throw(RangeError, 'Use smaller tensors');
    expect(machine.floats === floats).to.equal(true);
    expect(machine.floats[5]).to.equal(7);
  });

  it('keeps its memory when it grows', () => {
    const machine = makeTypeScriptMachine();
    machine.grow(100);
    machine.floats[5] = 7;
    machine.grow(1_000_000);
    expect(machine.floats).to.have.length.of.at.least(250_000);
    expect([machine.floats[5], machine.floats.buffer === machine.ints.buffer]).to.deep.equal([7, true]);
  });
});
