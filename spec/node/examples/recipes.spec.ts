import {expect} from 'chai';

import {numbersOf, runExample} from './run.js';

describe('examples/gradient-accumulation.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('gradient-accumulation.js');
  });

  it('adds the gradients of mini-batches up to that of the whole batch', () => {
    expect(numbersOf(printed, 'Largest difference')[0]).to.be.within(0, 1e-4);
  });

  it('compiles one program for each size of a mini-batch, and one for the update', () => {
    expect(printed).to.include('8 mini-batches a step, 2 + 1 programs\n');
  });

  it('brings the loss to almost nothing, and knows at least 95 % of the held-out penguins', () => {
    expect(numbersOf(printed, 'step   1:')[0]).to.be.above(1);
    expect(numbersOf(printed, 'step 100:')[0]).to.be.within(0, 0.03);
    expect(numbersOf(printed, 'Accuracy on')[1]).to.be.within(95, 100);
  });
});

describe('examples/learning-rate-schedule.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('learning-rate-schedule.js');
  });

  it('changes the learning rate at every step without a trace for it', () => {
    const [runs, steps] = numbersOf(printed, 'The step ran') as [number, number];
    expect(steps).to.equal(200);
    expect(runs).to.be.within(2, 4);
  });

  it('trains by the schedule', () => {
    expect(numbersOf(printed, 'step   1:')[0]).to.equal(0.005);
    expect(numbersOf(printed, 'step 200:')).to.satisfy(([rate = 1, loss = 1]) => rate === 0 && loss < 0.01);
    expect(numbersOf(printed, 'Accuracy on')[1]).to.be.within(95, 100);
  });
});

describe('examples/frozen-layers.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('frozen-layers.js');
  });

  it('leaves every frozen weight as it was', () => {
    expect(numbersOf(printed, 'Frozen weights:')).to.deep.equal([688, 0]);
  });

  it('learns the species with all layers, and the sex with the last one', () => {
    expect(numbersOf(printed, 'Accuracy by species:')[0]).to.be.within(97, 100);
    // A guess is right for half of them.
    expect(numbersOf(printed, 'Accuracy by sex:')[0]).to.be.within(75, 100);
  });

  it('compiles both trainings and predictions, for whole batches and the last one', () => {
    expect(printed.match(/2 \+ 2 programs\n/g)).to.have.length(2);
  });
});

describe('examples/gan.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('gan.js');
  });

  it('generates points near the ring, all around it', () => {
    const [radius, deviation, sectors] = numbersOf(printed, 'Radius of generated points:');
    expect(radius).to.be.closeTo(2, 0.2);
    expect(deviation).to.be.within(0, 0.4);
    expect(sectors).to.equal(8);
  });

  it('compiles the step of each optimizer once', () => {
    expect(printed).to.include('Programs compiled: 1 + 1\n');
  });
});

describe('examples/functional-adam.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('functional-adam.js');
  });

  it('finds the weights that tf.train.adam finds', () => {
    expect(numbersOf(printed, 'Largest difference')[0]).to.be.within(0, 1e-4);
  });

  it('compiles the step with the optimizer in it once', () => {
    expect(numbersOf(printed, 'Programs compiled:')).to.deep.equal([1, 150]);
  });

  it('learns', () => {
    expect(numbersOf(printed, 'step 150:')[0]).to.be.within(0, 0.02);
    expect(numbersOf(printed, 'Accuracy on')[1]).to.be.within(95, 100);
  });
});

describe('examples/data-parallel.js', () => {
  let printed = '';

  before(() => {
    printed = runExample('data-parallel.js');
  });

  it('finds the same weights with two threads as with one', () => {
    expect(numbersOf(printed, 'Largest difference')[0]).to.be.within(0, 1e-5);
  });

  it('brings the loss far below that of a guess', () => {
    for (const title of ['1 thread:', '2 threads:'])
      expect(numbersOf(printed, title)[1]).to.be.within(0, Math.log(4) / 3);
  });
});
