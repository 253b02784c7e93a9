/** Finds a Chrome or Chromium for the browser specs: an installed one, or else the one that comes from npm. */
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Flags for a headless browser that renders WebGL2 in software and does not use the network. */
export const browserFlags = [
  '--headless',
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** The path of a browser. CHROME_BIN, if set, is taken as it is. */
export async function findBrowser() {
  return process.env.CHROME_BIN || installedBrowser() || (await packagedBrowser());
}

function installedBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...candidates, ...APPLICATIONS].find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @sparticuz/chromium unpacks the libraries that its browser needs only if it believes that it runs on AWS Lambda. */
async function packagedBrowser() {
  const before = process.env.AWS_EXECUTION_ENV;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  try {
    const {default: chromium} = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch (cause) {
    throw new Error('No browser found. Install Chrome or Chromium, or name one in CHROME_BIN.', {cause});
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV;
    else process.env.AWS_EXECUTION_ENV = before;
  }
}
