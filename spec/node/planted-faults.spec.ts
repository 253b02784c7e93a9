/** Some of the mutants of `npm run mutants`, one for each kind of place: the proof at run time has to catch them. */
import {expect} from 'chai';
import {spawnSync} from 'node:child_process';
import {resolve} from 'node:path';

const REPRESENTATIVE = [
  'operands are not compared',
  'RealDiv commutes',
  'Softmax: not divided',
  'Conv2DBackpropInput: not transposed',
  'nothing is broadcast',
  'a loop before its operands',
  'places of constants are free',
  'a sum is not set to 0',
  'Tanh: Tanh',
  'Max: Max',
  'Transpose: the last instruction is missing',
  'Gather: the first for all',
];

describe('the proof of a program', () => {
  it('catches faults planted in passes, tables and the machine', () => {
    const script = resolve('scripts/mutants.js');
    const {status, stdout, stderr} = spawnSync(process.execPath, [script, ...REPRESENTATIVE], {
      encoding: 'utf8',
    });
    expect(stderr).not.to.match(/survived/);
    expect(status).to.equal(0);
    const [, all, caught] = /(\d+) mutants: (\d+) caught/.exec(stdout) ?? [];
    expect(Number(all)).to.be.at.least(REPRESENTATIVE.length);
    expect(caught).to.equal(all);
  });
});
