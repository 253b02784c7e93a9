/** Prints, as a Markdown table, what the package adds to a page: minified, and minified and gzipped. Build first. */
import {build} from 'esbuild';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {markdownTable} from '../bench/harness/markdown.js';
import {publish} from './tables/publish.js';
import {ADDED, BESIDE_CORE, BUNDLES, CORE, GOALS, OURS, PAGE, SCRIPT, SIZE_HEADING} from './tables/sizes.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const rows = [];
for (const [title, [contents, external]] of Object.entries(BUNDLES)) {
  rows.push(row(title, sizeOf(await minified(contents, external))));
}
const core = sizeOf(await minified(CORE, OURS));
for (const [title, contents] of Object.entries(BESIDE_CORE))
  rows.push(row(title, added(core, sizeOf(await minified(contents, OURS)))));
const before = sizeOf(await minified(PAGE, []));
for (const [title, [contents]] of Object.entries(ADDED))
  rows.push(row(title, added(before, sizeOf(await minified(PAGE + contents, [])))));
const script = readFileSync('dist/tfjs-value-and-gradient.min.js');
rows.push(row(SCRIPT, sizeOf(script)));

publish('sizes', markdownTable(SIZE_HEADING, rows));
for (const [title, goal] of Object.entries(GOALS)) {
  const [, , gzipped] = rows.find(([name]) => name === title);
  console.log(`${title}: ${gzipped} gzipped, goal ${goal} kB${parseFloat(gzipped) > goal ? ', missed' : ''}`);
}

async function minified(contents, external) {
  const {outputFiles} = await build({
    stdin: {contents, resolveDir: '.'},
    external,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
  });
  return outputFiles[0].contents;
}

/** In bytes, minified and gzipped. */
function sizeOf(code) {
  return [code.length, gzipSync(code, {level: 9}).length];
}

function added(before, after) {
  return after.map((size, index) => size - before[index]);
}

function row(title, sizes) {
  return [title, ...sizes.map((bytes) => `${(bytes / 1000).toFixed(1)} kB`)];
}
