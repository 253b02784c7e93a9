import {expect} from 'chai';
import fc from 'fast-check';

import {MemoryPlan} from '../../../src/graph/cpu/memory-plan.js';

interface Place {
  readonly start: number;
  readonly elements: number;
}

const endOf = ({start, elements}: Place): number => start + 4 * elements;

/** Takes a place of so many elements, or gives the place back that was taken so many before. */
type Action = {readonly take: number} | {readonly giveBack: number};

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(fc.record({take: fc.integer({min: 1, max: 40})}), fc.record({giveBack: fc.nat(20)})),
  {maxLength: 60},
);

/** Does all that, and shows every place to `see` when it is taken, with those that are taken then. */
function run(
  plan: MemoryPlan,
  all: readonly Action[],
  see: (taken: Place, others: readonly Place[]) => void = () => undefined,
): Place[] {
  const places: Place[] = [];
  for (const action of all) {
    if ('take' in action) {
      const taken = {start: plan.take(action.take), elements: action.take};
      see(taken, places);
      places.push(taken);
    } else if (places.length > 0) {
      const [given] = places.splice(action.giveBack % places.length, 1) as [Place];
      plan.giveBack(given.start, given.elements);
    }
  }
  return places;
}

describe('a memory plan', () => {
  it('hands out places that do not overlap, of whole vectors, within its size', () => {
    fc.assert(
      fc.property(actions, (all) => {
        const plan = new MemoryPlan();
        run(plan, all, (taken, others) => {
          expect(taken.start % 16).to.equal(0);
          expect(Math.ceil(endOf(taken) / 16) * 16).to.be.at.most(plan.size);
          for (const other of others) {
            const isApart = endOf(taken) <= other.start || endOf(other) <= taken.start;
            expect(isApart, JSON.stringify([taken, other])).to.equal(true);
          }
        });
      }),
    );
  });

  it('has one hole of all its size when everything was given back', () => {
    fc.assert(
      fc.property(actions, (all) => {
        const plan = new MemoryPlan();
        for (const {start, elements} of run(plan, all)) plan.giveBack(start, elements);
        const {size} = plan;
        if (size > 0) expect(plan.take(size / 4)).to.equal(0);
        expect(plan.size).to.equal(size);
      }),
    );
  });

  it('takes the smallest hole that fits, and leaves the rest of it free', () => {
    const plan = new MemoryPlan();
    const [large, , small] = [32, 4, 8, 4].map((elements) => plan.take(elements)) as [number, number, number];
    plan.giveBack(large, 32);
    plan.giveBack(small, 8);
    expect([plan.take(8), plan.take(8), plan.take(24)]).to.deep.equal([small, large, large + 32]);
    expect(plan.size).to.equal(4 * (32 + 4 + 8 + 4));
  });

  it('grows by what is missing where there is a hole at its end', () => {
    const plan = new MemoryPlan();
    plan.take(4);
    plan.giveBack(plan.take(8), 8);
    expect([plan.take(20), plan.size]).to.deep.equal([16, 16 + 80]);
  });

  it('needs two places for a chain', () => {
    const plan = new MemoryPlan();
    let last = plan.take(1000);
    for (let count = 0; count < 50; count++) {
      const next = plan.take(1000);
      plan.giveBack(last, 1000);
      last = next;
    }
    expect(plan.size).to.equal(8000);
  });
});
