/**
 * Builds dist: ES modules with their declarations, the two forms of '#tfjs-gradients', and a script for a page.
 * With --if-stale, only if dist was made of other sources.
 */
import {build, transform} from 'esbuild';
import {spawnSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isDistFresh, stampDist} from './build-inputs.js';
import {globalTfjs} from './global-tfjs-plugin.js';
import {strictImports, tfjsGradients} from './tfjs-gradients-plugin.js';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

run('scripts/build-machine.js');
if (process.argv.includes('--if-stale') && isDistFresh()) process.exit(0);
rmSync('dist', {recursive: true, force: true});
run(createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json');
// Imports of package.json's own are unknown to the older way of resolving modules.
writeFileSync('dist/gradients/tfjs-gradients.d.ts', 'export {};\n');
writeFileSync('dist/tfjs-gradients.js', "import '@tensorflow/tfjs-core/dist/register_all_gradients.js';\n");
await bundleGradientsForNode();
await bundleForPages();
stampDist();

function run(...script) {
  const {status} = spawnSync(process.execPath, script, {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}

/** Node cannot load tfjs's file of gradients, so it gets them in one module beside the installed tfjs-core. */
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
  // Read as TypeScript, the module loses the names it imports and never uses.
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
    alias: {'#tfjs-gradients': resolve('dist/tfjs-gradients.node.js')},
    plugins: [globalTfjs()],
  });
}
