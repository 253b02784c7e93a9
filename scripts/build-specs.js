/** Bundles the specs for one platform into .specs: `node scripts/build-specs.js node`, or `browser`. */
import {build} from 'esbuild';
import {readdirSync, rmSync} from 'node:fs';
import {join, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {strictImports, tfjsGradients} from './tfjs-gradients-plugin.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** What fast-check starts from: the same at every run, unless SPEC_SEED is a number or `random`. */
const SEED = process.env.SPEC_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : process.env.SPEC_SEED;
if (SEED !== undefined) console.log(`build-specs: SPEC_SEED=${SEED}`);

/** SPEC_ALL=1 runs what takes too long in software on webgl to be run for every commit. */
const ALL = process.env.SPEC_ALL === '1';

/** Folders of spec that a platform leaves out. The rest runs on both: of the machine, all that conformance and sweep use. */
const EXCLUDED = {
  node: ['browser/', 'package/'],
  browser: ['node/', 'package/', 'machine/'],
};

const BUILDS = {
  /** A module for each spec file, so that Mocha can select among them; packages stay those that Node resolves. */
  node: (specs) => [
    {
      entryPoints: specs,
      outbase: 'spec',
      outdir: '.specs/node',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      splitting: true,
      sourcemap: true,
      packages: 'external',
      plugins: [platformModules('node'), tfjsGradients()],
      ...strictImports,
    },
  ],

  /**
   * A script for each of two pages. The sweep has one for itself: a kernel of tfjs's wasm backend writes beyond its memory in
   * it, which ends the page some time later. tfjs's gradients are bundled as users' bundlers do, from the same tree as tfjs-core.
   */
  browser: (specs) =>
    ['derivatives', 'others'].map((page) => ({
      stdin: {
        contents: specs
          .filter((spec) => spec.startsWith('spec/derivatives/derivatives.') === (page === 'derivatives'))
          .map((spec) => `import './${spec}';`)
          .join('\n'),
        resolveDir: '.',
      },
      outfile: `.specs/browser/${page}.js`,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      sourcemap: 'inline',
      alias: {'#tfjs-gradients': '@tensorflow/tfjs-core/dist/register_all_gradients.js'},
      plugins: [platformModules('browser')],
    })),
};

const platform = process.argv[2];
if (!Object.hasOwn(BUILDS, platform)) {
  console.error(`build-specs: expected node or browser, but got ${platform}.`);
  process.exit(2);
}
rmSync(join('.specs', platform), {recursive: true, force: true});
// The sources are not the files that package.json lists under sideEffects, so esbuild must not go by that list here.
for (const options of BUILDS[platform](specsFor(platform)))
  await build({
    bundle: true,
    ignoreAnnotations: true,
    charset: 'utf8',
    inject: ['spec/seed.ts'],
    define: {SPEC_SEED: String(Number(SEED ?? 7)), SPEC_ALL: String(ALL)},
    logLevel: 'warning',
    ...options,
  });

function specsFor(platform) {
  const specs = readdirSync('spec', {recursive: true})
    .map((name) => name.replaceAll(sep, '/'))
    .filter(
      (name) => name.endsWith('.spec.ts') && !EXCLUDED[platform].some((folder) => name.startsWith(folder)),
    )
    .map((name) => `spec/${name}`)
    .sort();
  if (specs.length > 0) return specs;
  console.error(`build-specs: there are no specs for ${platform}.`);
  process.exit(1);
}

/** Specs import '#backends'; each platform has its own. */
function platformModules(platform) {
  return {
    name: 'platform-modules',
    setup(build) {
      build.onResolve({filter: /^#backends$/}, () => ({path: resolve('spec', platform, 'backends.ts')}));
    },
  };
}
