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

const rows = [];
for (const [title, [contents, external]] of Object.entries(BUNDLES)) {
  rows.push(row(title, await minified(contents, external)));
}
const script = readFileSync('dist/tfjs-value-and-gradient.min.js');
rows.push(row('the script for a page, gradients included', script));

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

function row(title, bytes) {
  return `| ${title} | ${kilobytes(bytes)} | ${kilobytes(gzipSync(bytes, {level: 9}))} |`;
}

function kilobytes(bytes) {
  return `${(bytes.length / 1000).toFixed(1)} kB`;
}
