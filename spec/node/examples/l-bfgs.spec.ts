import {expect} from 'chai';
import {readFileSync} from 'node:fs';

import {numbersOf, runExample} from './run.js';

const MEASUREMENTS = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'] as const;

interface Row {
  readonly inputs: number[];
  readonly isMale: number;
}

/** The penguins of known sex: a one and the standardised measurements, in double precision. */
function readRows(): Row[] {
  const text = readFileSync('node_modules/vega-datasets/data/penguins.json', 'utf8');
  const known = (JSON.parse(text) as Array<Record<string, number | string | null>>).filter(
    (row) => row['Sex'] === 'MALE' || row['Sex'] === 'FEMALE',
  );
  const columns = MEASUREMENTS.map((name) => {
    const column = known.map((row) => row[name] as number);
    const mean = column.reduce((sum, entry) => sum + entry) / column.length;
    const sd = Math.sqrt(column.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / column.length);
    return column.map((entry) => (entry - mean) / sd);
  });
  return known.map((row, index) => ({
    inputs: [1, ...columns.map((column) => column[index] as number)],
    isMale: Number(row['Sex'] === 'MALE'),
  }));
}

/** For each row the probability that it is male. */
const probability = ({inputs}: Row, x: readonly number[]): number =>
  1 / (1 + Math.exp(-inputs.reduce((sum, input, index) => sum + input * (x[index] as number), 0)));

describe('examples/l-bfgs.js', () => {
  const rows = readRows();
  let printed = '';
  let table: number[][] = [];

  before(() => {
    printed = runExample('l-bfgs.js');
    table = ['intercept', ...MEASUREMENTS].map((name) => numbersOf(printed, name));
  });

  it('finds where the slope of the likelihood is zero, within rounding', () => {
    const x = table.map(([estimate]) => estimate as number);
    const slope = x.map((_, index) =>
      rows.reduce((sum, row) => sum + (probability(row, x) - row.isMale) * (row.inputs[index] as number), 0),
    );
    // A slope of s moves a coefficient by s times the square of its error: by much less than the error.
    slope.forEach((s, index) => {
      const error = table[index]?.[1] as number;
      expect(Math.abs(s * error), `coefficient ${index}`).to.be.lessThan(0.01);
    });
  });

  it('prints the likelihood there', () => {
    const x = table.map(([estimate]) => estimate as number);
    const logarithms = rows.map((row) =>
      Math.log(row.isMale === 1 ? probability(row, x) : 1 - probability(row, x)),
    );
    const [penguins, value] = numbersOf(printed, 'Negative log likelihood of');
    expect(penguins).to.equal(333);
    expect(value).to.be.closeTo(
      logarithms.reduce((sum, logarithm) => sum - logarithm, 0),
      1e-2,
    );
  });

  it('prints errors whose matrix is the inverse of the curvature', () => {
    const x = table.map(([estimate]) => estimate as number);
    const curvature = x.map((_, i) =>
      x.map((__, j) =>
        rows.reduce((sum, row) => {
          const p = probability(row, x);
          return sum + p * (1 - p) * (row.inputs[i] as number) * (row.inputs[j] as number);
        }, 0),
      ),
    );
    table.forEach(([, error], index) => {
      const expected = Math.sqrt(determinant(without(curvature, index)) / determinant(curvature));
      expect(error).to.be.closeTo(expected, 1e-3 * expected);
    });
  });

  it('needs fewer than 50 evaluations', () => {
    expect(numbersOf(printed, 'Negative log likelihood of')[2]).to.be.within(5, 50);
  });
});

/** A matrix without a row and the column of the same number. */
function without(matrix: number[][], dropped: number): number[][] {
  const keep = (_: unknown, index: number): boolean => index !== dropped;
  return matrix.filter(keep).map((row) => row.filter(keep));
}

/** By expansion along the first row. */
function determinant(matrix: number[][]): number {
  const [first, ...rest] = matrix;
  if (first === undefined) return 1;
  return first.reduce((sum, entry, column) => {
    const minor = rest.map((row) => row.filter((_, index) => index !== column));
    return sum + (-1) ** column * entry * determinant(minor);
  }, 0);
}
