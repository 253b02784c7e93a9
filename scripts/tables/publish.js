import {writeFigures} from './figures.js';
import {writeTable} from './pages.js';

/** Prints a table. With --write on the command line, also writes it into the pages that have a place for it. */
export function publish(name, table) {
  console.log(table);
  if (!process.argv.includes('--write')) return;
  writeTable(name, table);
  writeFigures();
}
