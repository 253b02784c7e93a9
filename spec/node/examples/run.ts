/** Runs an example as its readers do. */
import {expect} from 'chai';
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';

// Mocha runs in the root of the repository, the bundled specs are elsewhere.
const root = process.cwd();

/** What `node examples/<name>` prints. It must end well, and print nothing to stderr. */
export function runExample(name: string): string {
  const built = resolve(root, 'dist/index.js');
  if (!existsSync(built)) throw new Error(`${built} is missing. Run npm run build in the repository's root`);
  const run = spawnSync(process.execPath, [`examples/${name}`], {cwd: root, encoding: 'utf8'});
  expect(run.status, run.stderr).to.equal(0);
  expect(run.stderr).to.equal('');
  return run.stdout;
}

/** The numbers in the lines that begin with `title`, without those of the title. */
function numbersAfter(printed: string, title: string): number[][] {
  const lines = printed.split('\n').filter((line) => line.trimStart().startsWith(title));
  return lines.map((line) =>
    [
      ...line
        .trimStart()
        .slice(title.length)
        .matchAll(/-?\d+(\.\d+)?(e[-+]\d+)?/g),
    ].map(([text]) => Number(text)),
  );
}

/** The numbers in the one line that begins with `title`. */
export function numbersOf(printed: string, title: string): number[] {
  const [numbers, ...others] = numbersAfter(printed, title);
  if (numbers === undefined || others.length > 0)
    throw new Error(`one line should begin with ${title} in:\n${printed}`);
  return numbers;
}
