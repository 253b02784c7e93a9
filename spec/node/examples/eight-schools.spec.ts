import {expect} from 'chai';

import {numbersOf, runExample} from './run.js';

const MEASURED = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];

interface Normal {
  readonly mean: number;
  readonly variance: number;
}

/** A value of tau with its share of the posterior, and what mu and the effects are for it: normal, each. */
interface Node {
  readonly tau: number;
  readonly weight: number;
  readonly mu: Normal;
  readonly effects: Normal[];
}

/** The posterior by quadrature over tau: for each tau, mu and the effects can be integrated by hand. */
function posterior(): Node[] {
  const nodes = Array.from({length: 40_000}, (_, index) => nodeAt(0.005 + 0.01 * index));
  const largest = Math.max(...nodes.map(({logWeight}) => logWeight));
  const total = nodes.reduce((sum, {logWeight}) => sum + Math.exp(logWeight - largest), 0);
  return nodes.map(({logWeight, ...node}) => ({...node, weight: Math.exp(logWeight - largest) / total}));
}

/** The log density of tau, up to a constant, with mu and the effects integrated out. */
function nodeAt(tau: number): Omit<Node, 'weight'> & {logWeight: number} {
  const variances = ERRORS.map((error) => error ** 2 + tau ** 2);
  // Precision and precision times mean of mu, of the prior Normal(0, 5) and of each school.
  const precision = 1 / 25 + variances.reduce((sum, variance) => sum + 1 / variance, 0);
  const weighted = MEASURED.reduce((sum, y, school) => sum + y / (variances[school] as number), 0);
  const mu = {mean: weighted / precision, variance: 1 / precision};
  const squares = MEASURED.reduce((sum, y, school) => sum + y ** 2 / (variances[school] as number), 0);
  const logDeterminant = variances.reduce((sum, variance) => sum + Math.log(variance), Math.log(precision));
  const logWeight = -0.5 * (logDeterminant + squares - weighted * mu.mean) - Math.log1p((tau / 5) ** 2);
  const effects = MEASURED.map((y, school) => {
    const shrink = tau ** 2 / (variances[school] as number);
    return {
      mean: mu.mean + shrink * (y - mu.mean),
      variance: shrink * (ERRORS[school] as number) ** 2 + (1 - shrink) ** 2 * mu.variance,
    };
  });
  return {tau, mu, effects, logWeight};
}

/** The distribution function of the standard normal, by Simpson's rule. */
function normalShare(z: number): number {
  const [steps, from] = [200, -8];
  if (z <= from) return 0;
  const width = (Math.min(z, 8) - from) / steps;
  const density = (at: number): number => Math.exp(-0.5 * at ** 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(from + steps * width);
  for (let step = 1; step < steps; step++) sum += (step % 2 === 1 ? 4 : 2) * density(from + step * width);
  return (sum * width) / 3;
}

const nodes = posterior();
const average = (of: (node: Node) => number): number =>
  nodes.reduce((sum, node) => sum + node.weight * of(node), 0);
const shareOfNormal = ({mean, variance}: Normal, below: number): number =>
  normalShare((below - mean) / Math.sqrt(variance));

/** Mean, mean square and distribution function of a quantity that is normal for each tau. */
const mixture = (of: (node: Node) => Normal): Quantity => ({
  mean: average((node) => of(node).mean),
  meanSquare: average((node) => of(node).mean ** 2 + of(node).variance),
  share: (below) => average((node) => (node.weight < 1e-9 ? 0 : shareOfNormal(of(node), below))),
});

interface Quantity {
  readonly mean: number;
  readonly meanSquare: number;
  readonly share: (below: number) => number;
}

const quantities: Record<string, Quantity> = {
  mu: mixture(({mu}) => mu),
  tau: {
    mean: average(({tau}) => tau),
    meanSquare: average(({tau}) => tau ** 2),
    share: (below) => average(({tau}) => Number(tau <= below)),
  },
  ...Object.fromEntries(
    MEASURED.map((_, school) => [`effect ${school + 1}`, mixture(({effects}) => effects[school] as Normal)]),
  ),
};

describe('examples/eight-schools.js', () => {
  let printed = '';

  before(function () {
    this.timeout(120_000);
    printed = runExample('eight-schools.js');
  });

  it('is compared with the known posterior: the means of mu and tau are 4.4 and 3.6', () => {
    expect(quantities['mu']?.mean).to.be.closeTo(4.4, 0.05);
    expect(quantities['tau']?.mean).to.be.closeTo(3.6, 0.05);
  });

  for (const [name, {mean, meanSquare, share}] of Object.entries(quantities)) {
    it(`draws ${name} from its posterior, within the error of so many draws`, () => {
      const [foundMean, sd, ...rest] = numbersOf(printed, name) as [number, number, ...number[]];
      const effective = rest.at(-1) as number;
      // 4 standard errors, and the rounding of what is printed.
      const exactSd = Math.sqrt(meanSquare - mean ** 2);
      expect(foundMean).to.be.closeTo(mean, (4 * exactSd) / Math.sqrt(effective) + 0.005);
      expect(sd / exactSd).to.be.within(0.9, 1.1);
      [0.05, 0.5, 0.95].forEach((level, index) => {
        // Draws that go to and fro tell the mean better than they tell the tails: counted as 2000 at most.
        const error = Math.sqrt((level * (1 - level)) / Math.min(effective, 2000));
        expect(share(rest[index] as number), `quantile ${level}`).to.be.closeTo(level, 4 * error);
      });
    });
  }

  it('has chains that agree, of draws that are almost independent', () => {
    for (const name of Object.keys(quantities)) {
      const [rHat, effective] = numbersOf(printed, name).slice(-2) as [number, number];
      expect(rHat, name).to.be.within(0.99, 1.01);
      expect(effective, name).to.be.greaterThan(2000);
    }
  });

  it('evaluates the density by one program', () => {
    // One evaluation at the start, 8 on the path to each of 200 and 1500 draws.
    expect(numbersOf(printed, 'Density and gradient were evaluated')[0]).to.equal(1 + 8 * 1700);
  });
});
