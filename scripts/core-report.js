/**
 * Prints, as JSON, what comes of the sweep's cases on `tfjs-value-and-gradient/core`: `node scripts/core-report.js`. With the
 * names of areas of gradients, what comes of those that run one of the kernels of the first once they are imported.
 */
import {build} from 'esbuild';
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {strictImports, tfjsGradients} from './tfjs-gradients-plugin.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await build({
  entryPoints: ['spec/derivatives/core.ts'],
  outdir: '.specs/core',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  ignoreAnnotations: true,
  sourcemap: true,
  logLevel: 'warning',
  plugins: [tfjsGradients()],
  ...strictImports,
});
const stdio = ['ignore', 'inherit', 'ignore'];
process.exit(
  spawnSync(process.execPath, ['.specs/core/core.js', ...process.argv.slice(2)], {stdio}).status ?? 1,
);
