import {expect} from 'chai';

import {numbersOf, runExample} from './run.js';

describe('examples/train-a-layers-model.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('train-a-layers-model.js');
  });

  it('brings the loss from that of a guess to almost nothing', () => {
    const [first] = numbersOf(printed, '1 ');
    const [last] = numbersOf(printed, '150 ');
    // Three species: the loss of a guess is ln 3.
    expect(first).to.be.closeTo(Math.log(3), 0.5);
    expect(last).to.be.within(0, 0.03);
  });

  it('runs the loss function for the two traces only, and then no kernel of the backend', () => {
    expect(numbersOf(printed, 'The loss function ran')).to.deep.equal([2, 150]);
    const [kernels, steps, traced] = numbersOf(printed, 'A step takes') as [number, number, number];
    expect(kernels).to.equal(0);
    expect(Math.min(steps, traced)).to.be.greaterThan(10);
  });

  it('knows at least 95 % of the held-out penguins', () => {
    expect(numbersOf(printed, 'Accuracy on')[1]).to.be.within(95, 100);
  });
});

describe('examples/per-example-gradients.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('per-example-gradients.js');
  });

  it('has the gradients that one example after another gives', () => {
    expect(numbersOf(printed, 'Largest difference')[0]).to.be.within(0, 1e-5);
  });

  it('clips at 0.5 what is longer', () => {
    for (const step of ['1 ', '20 ', '40 ', '60 ']) {
      const [, longest, clipped] = numbersOf(printed, step);
      expect(longest).to.be.greaterThan(0.5);
      expect(clipped).to.equal(0.5);
    }
  });

  it('learns all the same: from the loss ln 3 of zero weights to 95 % of the held-out penguins', () => {
    expect(numbersOf(printed, '1 ')[0]).to.be.closeTo(Math.log(3), 1e-4);
    expect(numbersOf(printed, '60 ')[0]).to.be.lessThan(0.1);
    expect(numbersOf(printed, 'Accuracy on')[1]).to.be.within(95, 100);
  });
});

describe('examples/gradient-penalty.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('gradient-penalty.js');
  });

  it('has the derivative of the penalised loss that central differences give', () => {
    const [derivative] = numbersOf(printed, 'Derivative for one weight:') as [number];
    const [difference] = numbersOf(printed, 'By central differences:') as [number];
    expect(Math.abs(derivative)).to.be.greaterThan(0.01);
    expect(derivative).to.be.closeTo(difference, 2e-3 * Math.abs(difference) + 1e-4);
  });

  it('trains the critic to the best loss there is', () => {
    const [loss, distance, penalty] = numbersOf(printed, '300 ') as [number, number, number];
    // The move is (1.2, 0.9), of length 1.5. The slope s that is best minimises 10 (s - 1)² - 1.5 s.
    const slope = 1 + 1.5 / 20;
    expect(loss).to.be.closeTo(10 * (slope - 1) ** 2 - 1.5 * slope, 2e-3);
    expect(distance).to.be.closeTo(1.5 * slope, 5e-3);
    expect(penalty).to.be.closeTo((slope - 1) ** 2, 1e-3);
    expect(numbersOf(printed, '1 ')[0]).to.be.greaterThan(1);
  });

  it('compiles the loss with the gradient in it once', () => {
    expect(printed).to.include('Programs compiled: 1\n');
  });
});
