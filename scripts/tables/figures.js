/** Figures in sentences of README.md. Each is taken from a table, so that it cannot differ from what a command printed. */
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {rowsOf} from './form.js';
import {pages, readPage, tablesIn} from './pages.js';

const README = 'README.md';

/** What stands before and after a figure, the table it is from, and how. */
const FIGURES = [
  {
    around: ['computes gradients ', '× as fast as tfjs'],
    table: 'bench graph',
    figure: (rows) => range([...rows.values()].map((cells) => cells.at(-2))),
  },
  {
    around: ['takes up to ', '× as long'],
    table: 'bench machines',
    figure: (rows) => Math.max(...numbersOf([...rows.values()].map((cells) => cells.at(-1)))).toFixed(0),
  },
  {
    around: ['right in all ', ' test cases'],
    table: 'derivatives',
    figure: (rows) => rows.get('with this package')[0],
  },
  {
    around: ['tfjs alone gets ', ' second derivatives right'],
    table: 'derivatives',
    figure: (rows) => rows.get('tfjs alone')[2],
  },
  {
    around: ['adds ', ' gzipped'],
    table: 'sizes',
    figure: (rows) => rows.get('valueAndGradient alone')[1],
  },
];

/** Figures of the README that are not those of their tables, as sentences. */
export function wrongFigures(text = readPage(README)) {
  return FIGURES.flatMap((one) => {
    const [found, wanted] = [patternOf(one).exec(text)?.[0], sentenceOf(one)];
    return found === wanted ? [] : [`${README}: expected "${wanted}", but got "${found ?? 'nothing alike'}"`];
  });
}

/** Writes the figures of the tables as they are now. */
export function writeFigures() {
  const text = FIGURES.reduce(
    (text, one) => text.replace(patternOf(one), () => sentenceOf(one)),
    readPage(README),
  );
  writeFileSync(fileURLToPath(new URL(`../../${README}`, import.meta.url)), text);
}

function patternOf({around: [before, after]}) {
  return new RegExp(`${before}[\\d.]+( to [\\d.]+)?( kB)?${after}`.replaceAll(' ', '\\s'));
}

function sentenceOf({around: [before, after], table, figure}) {
  return before + figure(rowsOf(tableOf(table))) + after;
}

function tableOf(name) {
  const tables = pages().flatMap((page) => tablesIn(readPage(page)));
  const found = tables.find((one) => one.name === name);
  if (found === undefined) throw new Error(`tables: no page has the table '${name}'`);
  return found.table;
}

/** "28 to 540" for the ratios "27.6×" to "540×". */
function range(ratios) {
  const numbers = numbersOf(ratios);
  return [Math.min(...numbers), Math.max(...numbers)].map((number) => number.toFixed(0)).join(' to ');
}

function numbersOf(ratios) {
  return ratios.map(parseFloat).filter(Number.isFinite);
}
