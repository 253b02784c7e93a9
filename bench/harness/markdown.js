/** A Markdown table: a heading and rows of text, of which all but the first column stand to the right. */
export function markdownTable(heading, rows) {
  const widths = heading.map((_, column) =>
    Math.max(4, ...[heading, ...rows].map((row) => row[column].length)),
  );
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const padded = (row) =>
    line(row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))));
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [padded(heading), line(rule), ...rows.map(padded)].join('\n');
}
