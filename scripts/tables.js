/**
 * Fails if a table in README.md or docs differs in form from what its command prints: in its heading, or in the names of its
 * rows. Figures may differ, as machines do. Runs no benchmark; `npm run bench -- --write` and the like update the tables.
 */
import {benchmarkForms} from '../bench/tables.js';
import {derivativeForms} from './tables/derivatives.js';
import {wrongFigures} from './tables/figures.js';
import {differences, formOf} from './tables/form.js';
import {pages, readPage, tablesIn} from './tables/pages.js';
import {sizeForms} from './tables/sizes.js';

const forms = {...(await benchmarkForms()), ...sizeForms(), ...(await derivativeForms())};
const found = pages().flatMap((page) => tablesIn(readPage(page)).map((one) => ({page, ...one})));
const faults = [
  ...found.flatMap(faultsOf),
  ...Object.keys(forms)
    .filter((name) => !found.some((one) => one.name === name))
    .map((name) => `no page has the table '${name}'`),
  ...wrongFigures(),
];
for (const fault of faults) console.error(`tables: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`tables: ${found.length} tables have the form that their commands print.`);

function faultsOf({page, name, table}) {
  if (!Object.hasOwn(forms, name)) return [`${page}: no command prints the table '${name}'`];
  return differences(forms[name], formOf(table)).map((difference) => `${page}: ${name}: ${difference}`);
}
