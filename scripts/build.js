/**
 * Builds dist: ES modules with declarations and source maps, the two forms of '#tfjs-gradients', and a script for a page.
 * Does nothing if dist is what it last built, from the same inputs.
 */
import {build, transform} from 'esbuild';
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {hashOf} from './content.js';
import {globalTfjs} from './global-tfjs-plugin.js';
import {strictImports, tfjsGradients} from './tfjs-gradients-plugin.js';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Holds the hashes of what dist was built from, and of dist. It is not published. */
const STAMP = 'dist/.built';
const INPUTS = [
  'src',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

run('scripts/build-machine.js');
const inputs = hashOf(INPUTS);
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp()) await buildAll();

async function buildAll() {
  rmSync('dist', {recursive: true, force: true});
  run(createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json');
  // Older module resolution does not know a package's own imports.
  writeFileSync('dist/gradients/tfjs-gradients.d.ts', 'export {};\n');
  rmSync('dist/gradients/tfjs-gradients.d.ts.map');
  writeFileSync('dist/tfjs-gradients.js', "import '@tensorflow/tfjs-core/dist/register_all_gradients.js';\n");
  await bundleGradientsForNode();
  await bundleForPages();
  writeFileSync(STAMP, stamp());
}

function stamp() {
  return `${inputs}\n${hashOf(['dist'], {except: [STAMP]})}\n`;
}

function run(...script) {
  const {status} = spawnSync(process.execPath, script, {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}

/** Node cannot load tfjs's file of gradients, so it gets them bundled into one module that uses the installed tfjs-core. */
async function bundleGradientsForNode() {
  const {outputFiles} = await build({
    stdin: {contents: "import '#tfjs-gradients';", resolveDir: root},
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'warning',
    plugins: [tfjsGradients()],
    ...strictImports,
  });
  // Parsed as TypeScript, the module loses the names that it imports and never uses.
  const {code} = await transform(outputFiles[0].text, {loader: 'ts', target: 'es2022', charset: 'utf8'});
  writeFileSync('dist/tfjs-gradients.node.js', code);
}

function bundleForPages() {
  return build({
    entryPoints: ['dist/index.js'],
    outfile: 'dist/tfjs-value-and-gradient.min.js',
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'tfjsValueAndGradient',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'warning',
    sourcemap: true,
    sourcesContent: false,
    alias: {'#tfjs-gradients': resolve('dist/tfjs-gradients.node.js')},
    plugins: [globalTfjs()],
  });
}
