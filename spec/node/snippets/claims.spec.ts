import {expect} from 'chai';

import {withClaims} from './claims.js';
import {run, type Result} from './run.js';

const RIGHT = [
  '[6, 12.0000001]; // [6, 12]',
  'const [y, {dx}] = [2.1972, {dx: null}]; // [2.197, {dx: null}]',
  "'text'; // 'text'",
  '0.00012; // 1.2e-4 (close)',
  "throw new TypeError('no way'); // throws TypeError: no way",
  "throw new TypeError('no way'); // throws TypeError: no...",
];

const WRONG = [
  '[6, 12.001]; // [6, 12]',
  '[6, 12]; // [6]',
  'const y = 2.1982; // 2.197',
  'null; // 0',
  "'text'; // 'test'",
  '1; // throws TypeError: no way',
  "throw new TypeError('no way'); // throws Error: no way",
  '[1, 2]; // shape [2]',
];

describe('a claim in a snippet', () => {
  let results: Result[] = [];

  before(() => {
    const lines = [...RIGHT, ...WRONG];
    results = run(lines.map((line, index) => ({title: `claim ${index}`, program: `${line}\n`})));
  });

  RIGHT.forEach((line, index) => {
    it(`holds: ${line}`, () => {
      expect(results[index]).to.deep.equal({lines: [], claims: 1});
    });
  });

  WRONG.forEach((line, index) => {
    it(`fails: ${line}`, () => {
      const {claims, error} = results[RIGHT.length + index] as Result;
      expect(claims).to.equal(1);
      expect(error).to.match(/^AssertionError: /);
    });
  });

  it('cannot stand within a statement, where nobody would check it', () => {
    expect(() => withClaims('if (run()) {\n  run(); // [6, 12]\n}\n', '')).to.throw('behind a statement');
  });

  it('is not seen in prose', () => {
    expect(withClaims('run(); // the first time\nrun();\n// [6, 12]\n', '').claims).to.equal(0);
  });
});
