/** Whether dist was made of what is there now, by content: `git checkout` gives old sources a new time. */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const STAMP = '.tmp/dist.sha256';
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
/** `src/machine/module.ts` is made by the build itself. */
const MADE = join('src', 'machine', 'module.ts');

export function isDistFresh() {
  return existsSync('dist/index.js') && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOfInputs();
}

export function stampDist() {
  mkdirSync(dirname(STAMP), {recursive: true});
  writeFileSync(STAMP, hashOfInputs());
}

function hashOfInputs() {
  const hash = createHash('sha256');
  for (const file of [...FILES, ...filesIn('src'), ...filesIn('scripts')]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, {recursive: true})
    .map((name) => join(folder, name))
    .filter((path) => path !== MADE && statSync(path).isFile())
    .sort();
}
