import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect} from 'chai';

// Mocha runs in the root of the repository, the bundled specs are elsewhere.
const root = process.cwd();

describe('npm start', () => {
  let stdout = '';
  let stderr = '';

  before(() => {
    const built = resolve(root, 'dist/index.js');
    if (!existsSync(built))
      throw new Error(`${built} is missing. Run npm run build in the repository's root`);
    const run = spawnSync(process.execPath, ['examples/penguins.js'], {cwd: root, encoding: 'utf8'});
    ({stdout, stderr} = run);
    expect(run.status, stderr).to.equal(0);
  });

  for (const [rule, result] of [
    ['argless', '[0.6931,0.5]'],
    ['packed', '[2.1972,[1.0986,0.6667]]'],
    ['default', '[[0,0.6931,1.0986],[1,0.5,0.3333]]'],
  ] as const) {
    it(`shows the seed's numbers for the ${rule} rule beside the documented ones`, () => {
      expect(stdout).to.include(`value, gradients:        ${result}\n  TensorFlow Probability:  ${result}`);
    });
  }

  it('keeps nothing in memory but the fitted parameters', () => {
    expect(stdout).to.match(/memory after training: 2 more than before/);
  });

  it('ends with an accuracy of at least 95 % on held-out penguins', () => {
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    const [, count, accuracy] = /^Accuracy on (\d+) held-out penguins: ([\d.]+) %$/.exec(last) ?? [];
    expect(Number(count), last).to.equal(103);
    expect(Number(accuracy), last).to.be.within(95, 100);
  });

  it('writes plain text where there is no terminal, and nothing to stderr', () => {
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.to.match(/[\x00-\x09\x0b-\x1f]/);
    expect(stderr).to.equal('');
  });
});
