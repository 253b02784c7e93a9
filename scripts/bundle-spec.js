/** Bundles programs among the specs, to be run by Node. */
import {build} from 'esbuild';
import {strictImports, tfjsGradients} from './tfjs-gradients-plugin.js';

/** Writes a bundle of each entry, with what they share apart, into a folder. */
export function bundleSpecs(entryPoints, outdir) {
  return build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    ignoreAnnotations: true,
    sourcemap: true,
    charset: 'utf8',
    logLevel: 'warning',
    plugins: [tfjsGradients()],
    ...strictImports,
  });
}
