/**
 * Tables that commands write into pages. In the page each stands between markers that name it:
 *
 *     <!-- table: NAME -->
 *
 *     | | a call |
 *     …
 *
 *     <!-- /table -->
 */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TABLE = /<!-- table: (.*?) -->\n\n(.*?)\n\n<!-- \/table -->/gs;

/** The pages that may hold tables, as paths from the root. */
export function pages() {
  const inDocs = readdirSync(join(ROOT, 'docs'), {recursive: true}).map((name) => join('docs', name));
  return ['README.md', ...inDocs.filter((path) => path.endsWith('.md')).sort()];
}

export function readPage(page) {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The tables of a page's text, as `{name, table}`. */
export function tablesIn(text) {
  return [...text.matchAll(TABLE)].map(([, name, table]) => ({name, table}));
}

/** The text with another table under a name. */
export function withTable(text, name, table) {
  return text.replaceAll(TABLE, (whole, found) =>
    found === name ? `<!-- table: ${name} -->\n\n${table}\n\n<!-- /table -->` : whole,
  );
}

/** Replaces a table in every page that has it, and fails if none does. */
export function writeTable(name, table) {
  const written = pages().filter((page) => tablesIn(readPage(page)).some((one) => one.name === name));
  if (written.length === 0) throw new Error(`tables: no page has a place for the table '${name}'`);
  for (const page of written) writeFileSync(join(ROOT, page), withTable(readPage(page), name, table));
}
