import {expect} from 'chai';

import {makeWebAssemblyMachine} from '../../src/machine/webassembly.js';

describe('The machine in WebAssembly', () => {
  const machine = () => {
    const made = makeWebAssemblyMachine();
    if (made === undefined) throw new Error('WebAssembly or its SIMD is missing here.');
    return made;
  };

  it('keeps its memory when it grows, and shows it in fresh views', () => {
    const grown = machine();
    grown.floats[5] = 7;
    const before = grown.floats;
    grown.grow(1_000_000);
    expect(before).to.have.length(0);
    expect(grown.floats).to.have.length.of.at.least(250_000);
    expect(grown.floats.buffer).to.equal(grown.ints.buffer);
    expect(grown.floats[5]).to.equal(7);
  });

  it('keeps its views where there is memory enough', () => {
    const grown = machine();
    const before = grown.floats;
    grown.grow(65536);
    expect(grown.floats).to.equal(before);
  });

  it('has a memory of its own', () => {
    const [one, other] = [machine(), machine()];
    one.floats[0] = 3;
    expect(other.floats[0]).to.equal(0);
  });

  it('refuses more than 4 GiB less a page, and stays as it was', () => {
    const full = machine();
    const {length} = full.floats;
    expect(() => full.grow(2 ** 32 - 65535)).to.throw(RangeError, 'Use smaller tensors');
    expect(full.floats).to.have.length(length);
  });
});
