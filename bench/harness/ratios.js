/** Medians as a Markdown table, with their ratios to the first. */
import {markdownTable} from './markdown.js';
import {duration} from './units.js';

/** `medians`: microseconds by title. */
export function ratioTable(medians) {
  const [first] = Object.values(medians);
  const rows = Object.entries(medians).map(([title, microseconds]) => [
    title,
    duration(microseconds),
    (microseconds / first).toFixed(2),
  ]);
  return markdownTable(['', 'a call', 'ratio'], rows);
}
