/** Makes docs/playground.png for the guides from the built page: `npm run demo:build && node scripts/playground-picture.js`. */
import {statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {startBrowser} from '../spec/demo/browser.js';
import {Playground} from '../spec/demo/playground-page.js';
import {serve} from '../spec/demo/serve.js';

const FOLDER = fileURLToPath(new URL('../demo-dist', import.meta.url));
const PICTURE = fileURLToPath(new URL('../docs/playground.png', import.meta.url));
const MOST_BYTES = 300_000;

const server = await serve(FOLDER);
const browser = await startBrowser();
try {
  const page = await Playground.open(browser, server.origin, {
    width: 1280,
    height: 800,
    media: {'prefers-color-scheme': 'light'},
  });
  await page.choose('#landscape', 'himmelblau');
  await page.run({steps: 1000});
  await page.nextFrames();
  await page.screenshot(PICTURE);
} finally {
  await browser.close();
  await server.close();
}

const {size} = statSync(PICTURE);
console.log(`docs/playground.png: ${Math.round(size / 1000)} kB`);
if (size > MOST_BYTES) {
  console.error(`It is larger than ${MOST_BYTES / 1000} kB.`);
  process.exitCode = 1;
}
