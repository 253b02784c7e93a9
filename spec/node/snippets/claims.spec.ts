import {expect} from 'chai';
import {mkdirSync, writeFileSync} from 'node:fs';
import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

import {withClaims} from './claims.js';

const FOLDER = '.specs/claims';
const RUNTIME = pathToFileURL(resolve('spec/node/snippets/runtime.js')).href;

/** Runs a program of one line with its claim; true where the claim holds. */
function holds(line: string): boolean {
  mkdirSync(FOLDER, {recursive: true});
  const {program, claims} = withClaims(`${line}\n`, RUNTIME);
  expect(claims, line).to.equal(1);
  const file = `${FOLDER}/claim.mjs`;
  writeFileSync(file, program);
  try {
    execFileSync(process.execPath, [file], {stdio: 'pipe'});
    return true;
  } catch (error) {
    expect(String((error as {stderr?: unknown}).stderr), line).to.include('AssertionError');
    return false;
  }
}

describe('a claim in a snippet', () => {
  for (const line of [
    '[6, 12.0000001]; // [6, 12]',
    'const [y, {dx}] = [2.1972, {dx: null}]; // [2.197, {dx: null}]',
    "'text'; // 'text'",
    '0.00012; // 1.2e-4 (close)',
    "throw new TypeError('no way'); // throws TypeError: no way",
    "throw new TypeError('no way'); // throws TypeError: no...",
  ]) {
    it(`holds: ${line}`, () => {
      expect(holds(line)).to.equal(true);
    });
  }

  for (const line of [
    '[6, 12.001]; // [6, 12]',
    '[6, 12]; // [6]',
    'const y = 2.1982; // 2.197',
    'null; // 0',
    "'text'; // 'test'",
    '1; // throws TypeError: no way',
    "throw new TypeError('no way'); // throws Error: no way",
    '[1, 2]; // shape [2]',
  ]) {
    it(`fails: ${line}`, () => {
      expect(holds(line)).to.equal(false);
    });
  }

  it('cannot stand within a statement, where nobody would check it', () => {
    expect(() => withClaims('if (run()) {\n  run(); // [6, 12]\n}\n', RUNTIME)).to.throw(
      'behind a statement',
    );
  });

  it('is not seen in prose', () => {
    expect(withClaims('run(); // the first time\nrun();\n// [6, 12]\n', RUNTIME).claims).to.equal(0);
  });
});
