import {expect} from 'chai';

import {replacing} from '../../src/tfjs/replacing.js';

class Counter {
  constructor(readonly start: number) {}

  next(): number {
    return this.start + 1;
  }
}

const ten = {next: () => 10};

describe('replacing', () => {
  it('replaces members while f runs, and gives what f gives', () => {
    const counter = new Counter(1);
    expect(replacing(counter, ten, () => [counter.next(), 'text'])).to.deep.equal([10, 'text']);
    expect(counter.next()).to.equal(2);
  });

  it("leaves no member of its own where the member is the prototype's", () => {
    const counter = new Counter(1);
    replacing(counter, ten, () => expect(Object.keys(counter)).to.deep.equal(['start', 'next']));
    expect(Object.keys(counter)).to.deep.equal(['start']);
  });

  it('puts back a member of its own, as it was described', () => {
    const counter = new Counter(1);
    const own = {value: () => 5, enumerable: false, writable: true, configurable: true};
    Object.defineProperty(counter, 'next', own);
    replacing(counter, ten, () => expect(counter.next()).to.equal(10));
    expect(Object.getOwnPropertyDescriptor(counter, 'next')).to.deep.equal(own);
  });

  it('puts back where f throws', () => {
    const counter = new Counter(1);
    const run = (): never => {
      throw new Error('mine');
    };
    expect(() => replacing(counter, ten, run)).to.throw('mine');
    expect([counter.next(), Object.keys(counter)]).to.deep.equal([2, ['start']]);
  });

  it('puts back what stood there where it is nested', () => {
    const counter = new Counter(1);
    replacing(counter, ten, () => {
      replacing(counter, {next: () => 20}, () => expect(counter.next()).to.equal(20));
      expect(counter.next()).to.equal(10);
    });
    expect(counter.next()).to.equal(2);
  });
});
