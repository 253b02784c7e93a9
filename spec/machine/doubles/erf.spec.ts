import {expect} from 'chai';

import {erf} from '../../../src/machine/doubles/erf.js';

/** The error function in fixed point of 60 digits, by its alternating series. */
function exactErf(x: number): number {
  const scale = 10n ** 60n;
  const point = (BigInt(Math.round(x * 2 ** 40)) * scale) / 2n ** 40n;
  const square = (point * point) / scale;
  let [term, sum] = [point, point];
  for (let n = 1n; term !== 0n; n++) {
    term = (-term * square) / scale / n;
    sum += term / (2n * n + 1n);
  }
  // 2/√π with 60 digits.
  const factor = 1128379167095512573896158903121545171688101258657997713688171n;
  return Number(`${(sum * factor) / scale}e-60`);
}

describe('erf in float64', () => {
  it('is within 2 ulp of the true value', () => {
    for (let i = 1; i < 6000; i++) {
      const x = Math.round((i / 1000) * 2 ** 40) / 2 ** 40;
      const truth = exactErf(x);
      const ulp = 2 ** (Math.floor(Math.log2(truth)) - 52);
      expect(Math.abs(erf(x) - truth) / ulp, `erf(${x})`).to.be.at.most(2);
    }
  });

  it('is odd, 1 at infinity, and NaN of NaN', () => {
    expect(erf(-0.7)).to.equal(-erf(0.7));
    expect([erf(Infinity), erf(-Infinity), erf(40)]).to.deep.equal([1, -1, 1]);
    expect(erf(NaN)).to.be.NaN;
    expect(Object.is(erf(-0), -0)).to.be.true;
  });
});
