/** Builds the pages of this folder into demo-dist, which any static host can serve from any path. */
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['index.html', 'digits.html'].map(here).filter((page) => existsSync(page));

export default defineConfig({
  root: here('.'),
  base: './',
  publicDir: false,
  resolve: {
    alias: {'tfjs-value-and-gradient': here('../dist/index.js')},
    dedupe: ['@tensorflow/tfjs-core'],
  },
  build: {
    outDir: here('../demo-dist'),
    emptyOutDir: true,
    target: 'es2022',
    // A file as a data: URL would need a wider policy than the pages have.
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {input: pages},
  },
});
