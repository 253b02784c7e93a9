/**
 * Prints, as JSON, what comes of the sweep's cases on `tfjs-value-and-gradient/core`: `node scripts/core-report.js`. With the
 * names of areas of gradients, what comes of those that run one of the kernels of the first once they are imported.
 */
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {bundleSpecs} from './bundle-spec.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await bundleSpecs(['spec/derivatives/core.ts'], '.specs/core');
const stdio = ['ignore', 'inherit', 'ignore'];
process.exit(
  spawnSync(process.execPath, ['.specs/core/core.js', ...process.argv.slice(2)], {stdio}).status ?? 1,
);
