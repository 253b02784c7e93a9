import {browserFlags, findBrowser} from './scripts/browser.js';

/** `PAGE=derivatives` runs the sweep, which has a page for itself: see scripts/build-specs.js. */
const page = process.env.PAGE ?? 'others';
const wasm = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm';

export default async function configure(config) {
  process.env.CHROME_BIN = await findBrowser();
  config.set({
    frameworks: ['mocha'],
    plugins: ['karma-mocha', 'karma-chrome-launcher'],
    files: [`.specs/browser/${page}.js`, {pattern: wasm, included: false, watched: false}],
    reporters: ['dots'],
    browsers: ['HeadlessBrowser'],
    customLaunchers: {HeadlessBrowser: {base: 'Chrome', flags: browserFlags}},
    client: {mocha: {timeout: 60_000}},
    listenAddress: 'localhost',
    hostname: 'localhost',
    captureTimeout: 120_000,
    browserNoActivityTimeout: 600_000,
    browserDisconnectTimeout: 30_000,
    // A test that computes on a slow machine answers no ping meanwhile.
    pingTimeout: 600_000,
    failOnEmptyTestSuite: true,
    failOnSkippedTests: false,
    singleRun: true,
  });
}
