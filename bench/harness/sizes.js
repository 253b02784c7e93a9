/** What the package adds to a page, as `npm run sizes` prints it. */
import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

export function printSizes() {
  const script = fileURLToPath(new URL('../../scripts/sizes.js', import.meta.url));
  console.log(
    `\nWhat the package adds to a page\n\n${execFileSync(process.execPath, [script], {encoding: 'utf8'})}`,
  );
}
