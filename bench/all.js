/** Every benchmark, each in a process of its own: `npm run bench`, or `npm run bench -- --write` to update the tables. */
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

for (const name of ['tape', 'models', 'graph', 'training', 'machines', 'proof', 'growth']) {
  const script = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const {status} = spawnSync(process.execPath, [script, ...process.argv.slice(2)], {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}
