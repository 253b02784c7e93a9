/** Starts a headless browser for the specs of the demo, and opens pages that note everything that goes wrong in them. */
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {clearTimeout, setTimeout} from 'node:timers';
import {browserFlags, findBrowser} from '../../scripts/browser.js';
import {connect} from './devtools.js';
import {Page} from './page.js';

const START = 20_000;

export async function startBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'demo-browser-'));
  const flags = [...browserFlags.filter((flag) => flag !== '--headless'), '--headless=new'];
  const child = spawn(
    await findBrowser(),
    [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    {stdio: ['ignore', 'ignore', 'pipe']},
  );
  const connection = await connect(await addressOf(child));
  return {
    openPage: (options) => Page.open(connection, options),
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await connection.send('Browser.close').catch(() => child.kill('SIGKILL'));
      await gone;
      connection.close();
      await rm(profile, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

/** Chromium prints where it listens. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`The browser did not start:\n${text}`)), START);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The browser ended with ${code}:\n${text}`)));
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const address = /DevTools listening on (\S+)/.exec(text)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
