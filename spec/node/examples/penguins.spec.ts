import {expect} from 'chai';

import {runExample} from './run.js';

describe('npm start', () => {
  let stdout = '';

  before(() => {
    stdout = runExample('penguins.js');
  });

  for (const [rule, result] of [
    ['argless', '[0.6931,0.5]'],
    ['packed', '[2.1972,[1.0986,0.6667]]'],
    ['default', '[[0,0.6931,1.0986],[1,0.5,0.3333]]'],
  ] as const) {
    it(`shows the seed's numbers for the ${rule} rule beside the documented ones`, () => {
      expect(stdout).to.include(`value, gradients:        ${result}\n  TensorFlow Probability:  ${result}`);
    });
  }

  it('keeps nothing in memory but the fitted parameters', () => {
    expect(stdout).to.match(/memory after training: 2 more than before/);
  });

  it('ends with an accuracy of at least 95 % on held-out penguins', () => {
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    const [, count, accuracy] = /^Accuracy on (\d+) held-out penguins: ([\d.]+) %$/.exec(last) ?? [];
    expect(Number(count), last).to.equal(103);
    expect(Number(accuracy), last).to.be.within(95, 100);
  });

  it('writes plain text where there is no terminal', () => {
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.to.match(/[\x00-\x09\x0b-\x1f]/);
  });
});
