/** The form of a table: its heading, and the first cell of each row. Figures are no part of it. */

/** The form of a Markdown table. */
export function formOf(table) {
  const [heading = [], , ...rows] = table.split('\n').map(cellsOf);
  return {heading, rows: rows.map(([first]) => first)};
}

/** The cells of each row, by the row's first cell. */
export function rowsOf(table) {
  const [, , ...rows] = table.split('\n').map(cellsOf);
  return new Map(rows.map(([first, ...cells]) => [first, cells]));
}

/** How a form differs from the one expected, as sentences. */
export function differences(expected, found) {
  return ['heading', 'rows'].flatMap((part) => {
    const [wanted, got] = [expected[part], found[part]].map((cells) => cells.join(' | '));
    return wanted === got ? [] : [`the ${part} should be "${wanted}", but got "${got}"`];
  });
}

function cellsOf(line) {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
