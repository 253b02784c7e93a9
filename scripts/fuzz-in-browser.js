/** Runs the generated programs in a headless browser, and prints what they come to. */
import {build} from 'esbuild';
import {copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {startBrowser} from '../spec/demo/browser.js';
import {serve} from '../spec/demo/serve.js';

const OUT = '.specs/fuzz-browser';
const WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/dist';

/** How long one program may keep the page busy, in ms. */
const PATIENCE = 120_000;

/** The number of faults that were found. */
export async function fuzzInBrowser(backend, settings) {
  await bundle();
  const server = await serve(OUT);
  const browser = await startBrowser();
  try {
    const page = await browser.openPage();
    await page.goTo(`${server.origin}/`);
    await page.until('typeof fuzz === "function"');
    await page.evaluate(`fuzz(${JSON.stringify(backend)}, ${JSON.stringify(settings)})`);
    let [printed, last] = [0, settings.seed];
    for (;;) {
      await wait(1000);
      const state = page.evaluate('({...fuzzState, faults: fuzzState.faults ?? null})');
      const answer = await Promise.race([state, wait(PATIENCE, undefined, {ref: false})]);
      if (answer === undefined) {
        console.log(`The page gave no answer for ${PATIENCE / 1000} s, in a program from seed ${last} on.`);
        return 1;
      }
      process.stdout.write(answer.text.slice(printed));
      [printed, last] = [answer.text.length, answer.seed];
      if (answer.faults !== null) return answer.faults;
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A page with one script, and tfjs's gradients bundled as users' bundlers do. */
async function bundle() {
  rmSync(OUT, {recursive: true, force: true});
  mkdirSync(OUT, {recursive: true});
  await build({
    entryPoints: ['spec/fuzz/browser.ts'],
    outfile: `${OUT}/fuzz.js`,
    bundle: true,
    ignoreAnnotations: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
    alias: {'#tfjs-gradients': '@tensorflow/tfjs-core/dist/register_all_gradients.js'},
  });
  writeFileSync(`${OUT}/index.html`, '<!doctype html><title>fuzz</title><script src="fuzz.js"></script>');
  for (const name of readdirSync(WASM).filter((file) => file.endsWith('.wasm')))
    copyFileSync(join(WASM, name), join(OUT, name));
}
