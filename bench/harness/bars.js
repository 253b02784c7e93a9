/** A plot for the terminal: a bar of block characters for each rival, as long as its time. */
import {duration} from './units.js';

const LENGTH = 60;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** `times` as `race` gives them; `titles` of the rivals. Those that did not run have no bar. */
export function bars(times, titles) {
  const ran = Object.keys(titles).filter((name) => times[name].microseconds !== undefined);
  const longest = Math.max(...ran.map((name) => times[name].microseconds));
  const width = Math.max(...Object.values(titles).map((title) => title.length));
  return ran
    .map((name) => {
      const {microseconds} = times[name];
      return `  ${titles[name].padEnd(width)} ${bar((microseconds / longest) * LENGTH)} ${duration(microseconds)}`;
    })
    .join('\n');
}

function bar(length) {
  const eighths = Math.max(1, Math.round(length * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
