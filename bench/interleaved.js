/** Times rivals in turns, so that whatever else the machine does meets all of them alike. */
import {performance} from 'node:perf_hooks';

/**
 * @param {Record<string, () => void>} rivals What to time; the first is what the others are compared with.
 * @returns {Array<{name: string, microseconds: number, ratio: number}>} Medians of a call, and their ratios to the first.
 */
export function timeInterleaved(rivals, {rounds = 200, calls = 50, warmUp = 1000} = {}) {
  const times = new Map(Object.keys(rivals).map((name) => [name, []]));
  for (let call = 0; call < warmUp; call++) for (const run of Object.values(rivals)) run();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(rivals)) {
      const start = performance.now();
      for (let call = 0; call < calls; call++) run();
      times.get(name).push(((performance.now() - start) / calls) * 1000);
    }
  }
  const medians = [...times].map(([name, list]) => ({name, microseconds: median(list)}));
  return medians.map((row) => ({...row, ratio: row.microseconds / medians[0].microseconds}));
}

function median(list) {
  return list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** Prints rows as a Markdown table. */
export function printTable(title, rows) {
  console.log(`\n${title}\n\n| | µs a call | ratio |\n|---|---:|---:|`);
  for (const {name, microseconds, ratio} of rows) {
    console.log(`| ${name} | ${microseconds.toFixed(1)} | ${ratio.toFixed(2)} |`);
  }
}
