/** Prints, as a Markdown table, what the package adds to a page: minified, and minified and gzipped. Build first. */
import {build} from 'esbuild';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const TFJS = ['@tensorflow/tfjs-core'];

/** What a bundle holds: its code, and what it leaves to others. */
const BUNDLES = {
  'valueAndGradient alone': [
    "export {valueAndGradient} from './dist/index.js';",
    [...TFJS, '#tfjs-gradients'],
  ],
  'valueAndGradient and graph': [
    "export {graph, valueAndGradient} from './dist/index.js';",
    [...TFJS, '#tfjs-gradients'],
  ],
  'the whole package': ["export * from './dist/index.js';", [...TFJS, '#tfjs-gradients']],
  "tfjs's own gradients": ["import './dist/tfjs-gradients.node.js';", TFJS],
};

/** A page that takes gradients already, and what it may import besides. */
const PAGE = `
  import '@tensorflow/tfjs-backend-cpu';
  export {grads} from '@tensorflow/tfjs-core';`;
const ADDED = {
  'all that a page grows by, with valueAndGradient': BUNDLES['valueAndGradient alone'],
  'all that a page grows by, with graph': BUNDLES['valueAndGradient and graph'],
};

const rows = [];
for (const [title, [contents, external]] of Object.entries(BUNDLES)) {
  rows.push(row(title, sizeOf(await minified(contents, external))));
}
const before = sizeOf(await minified(PAGE, []));
for (const [title, [contents]] of Object.entries(ADDED)) {
  const after = sizeOf(await minified(PAGE + contents, []));
  rows.push(
    row(
      title,
      after.map((size, index) => size - before[index]),
    ),
  );
}
const script = readFileSync('dist/tfjs-value-and-gradient.min.js');
rows.push(row('the script for a page, gradients included', sizeOf(script)));

console.log('| | minified | gzipped |\n|---|---:|---:|');
console.log(rows.join('\n'));

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

/** In bytes, as it is and gzipped. */
function sizeOf(code) {
  return [code.length, gzipSync(code, {level: 9}).length];
}

function row(title, sizes) {
  return `| ${title} | ${sizes.map((bytes) => `${(bytes / 1000).toFixed(1)} kB`).join(' | ')} |`;
}
