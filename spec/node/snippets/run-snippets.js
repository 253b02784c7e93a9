/** `node run-snippets.js FILE...`: runs modules one after another, and prints what each printed, or how it failed. */
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {format} from 'node:util';

const results = [];
for (const file of process.argv.slice(2)) {
  const lines = [];
  console.log = (...values) => lines.push(...format(...values).split('\n'));
  const error = await import(pathToFileURL(resolve(file)).href).then(() => undefined, String);
  results.push({lines, error});
}
process.stdout.write(JSON.stringify(results));
