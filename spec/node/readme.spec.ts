import {expect} from 'chai';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

const FOLDER = '.specs/readme';

/** The JavaScript of the README. A block without imports goes on where the one before it ended. */
function programs(): string[] {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(
    ([, block]) => block ?? '',
  );
  return blocks.map((block, index) => {
    if (block.startsWith('import ')) return block;
    const imports = blocks.slice(0, index).findLast((earlier) => earlier.startsWith('import ')) ?? '';
    return [...imports.split('\n').filter((line) => line.startsWith('import ')), block].join('\n');
  });
}

describe('the README', () => {
  programs().forEach((program, index) => {
    it(`prints what it says, in snippet ${index + 1}`, () => {
      mkdirSync(FOLDER, {recursive: true});
      const file = `${FOLDER}/snippet-${index + 1}.mjs`;
      writeFileSync(file, program);
      const expected = [...program.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => line);
      const printed = execFileSync(process.execPath, [file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(
        printed
          .trim()
          .split('\n')
          .filter((line) => line !== ''),
      ).to.deep.equal(expected);
    });
  });
});
