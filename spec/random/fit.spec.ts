import {expect} from 'chai';
import fc from 'fast-check';

import {alea} from '../../src/random/alea.js';
import {draw, fit, type Family, type Sample} from '../../src/random/fit.js';
import {normal, truncatedNormal, uniform, type Parameters, type Sampler} from '../../src/random/samplers.js';

type Distribution = (next: Sampler, parameters: Parameters) => Sampler;

const of =
  (distribution: Distribution, seed: string): Family =>
  (parameters) =>
    distribution(alea(seed), parameters);

function sampleOf(family: Family, parameters: Parameters, count: number, asFloats = true): Sample {
  return {family, elements: draw(family(parameters), count, asFloats)};
}

const decimal = fc.integer({min: -400, max: 400}).map((number) => number / 100);
const deviation = fc.integer({min: 1, max: 400}).map((number) => number / 100);
const odd = fc.double({min: 0.01, max: 20, noNaN: true});
const distributions = {uniform, normal, truncatedNormal};

describe('fit', () => {
  for (const [title, distribution] of Object.entries(distributions)) {
    const samples = (parameters: Parameters, count: number): Sample[] =>
      ['one', 'other'].map((seed) => sampleOf(of(distribution, seed), parameters, count));

    it(`finds parameters of few digits as they were: ${title}`, () => {
      fc.assert(
        fc.property(decimal, deviation, fc.integer({min: 4, max: 300}), (shift, scale, count) => {
          expect(fit(samples({shift, scale}, count))).to.deep.equal({shift, scale});
        }),
        {seed: 1, numRuns: 60},
      );
    });

    it(`finds parameters of many digits so well that other draws are the same to one rounding: ${title}`, () => {
      fc.assert(
        fc.property(odd, odd, fc.integer({min: 20, max: 300}), (shift, scale, count) => {
          const found = fit(samples({shift, scale}, count)) as Parameters;
          const family = of(distribution, 'a third');
          const [expected, again] = [{shift, scale}, found].map((parameters) =>
            draw(family(parameters), 500, true),
          );
          expected?.forEach((element, index) => {
            expect(again?.[index]).to.be.closeTo(element, 2e-7 * (shift + 3 * scale));
          });
        }),
        {seed: 1, numRuns: 30},
      );
    });

    it(`finds none of draws by different parameters: ${title}`, () => {
      const [one, other] = [0.3, 0.30001].map((shift, index) =>
        sampleOf(of(distribution, String(index)), {shift, scale: 1.1}, 3),
      );
      expect(fit([one as Sample, other as Sample])).to.equal(undefined);
    });
  }

  it('finds no parameters by which two numbers were not drawn, though some always give both', () => {
    const [one, other] = [0.12345678, 7.7654321].map((shift, index) =>
      sampleOf(of(uniform, String(index)), {shift, scale: 1.1}, 1),
    );
    expect(fit([one as Sample, other as Sample])).to.equal(undefined);
  });

  it('finds the bounds of integers, or none', () => {
    const found = (count: number, shift: number, scale: number): Parameters | undefined =>
      fit(['one', 'other'].map((seed) => sampleOf(of(uniform, seed), {shift, scale}, count, false)));
    expect(found(40, 0, 2)).to.deep.equal({shift: 0, scale: 2});
    expect(found(400, -10, 25)).to.deep.equal({shift: -10, scale: 25});
    expect(found(3, 0, 2)).to.equal(undefined);
  });

  it('finds none where an element is no number', () => {
    const family = of(normal, 'one');
    const elements = Float32Array.of(0.1, NaN, Infinity, 3);
    expect(fit([{family, elements}])).to.equal(undefined);
  });
});
