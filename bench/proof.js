/**
 * What the proof of a program costs: its share in the first two calls of a graph function, which trace and compile. Each figure
 * is the median of fresh processes, as the first call of a page is what users wait for.
 */
import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {markdownTable} from './harness/markdown.js';
import {median} from './harness/median.js';
import {duration} from './harness/units.js';
import {GRAPH_WORKLOADS} from './tables.js';

const PROCESSES = 3;
const BOUND = 0.1;

console.log('\nThe proof of a program, and the first two calls that it is part of: time of the processor.\n');
const rows = GRAPH_WORKLOADS.map((workload) => {
  const measured = Array.from({length: PROCESSES}, () => measure(workload));
  const [total, proof, warm] = ['total', 'proof', 'warm'].map((name) =>
    median(measured.map((figures) => figures[name])),
  );
  return {workload, total, proof, share: median(measured.map((it) => it.proof / it.total)), warm};
});
console.log(
  markdownTable(
    ['', 'first two calls', 'proof', 'share', 'share of the next signature'],
    rows.map(({workload, total, proof, share, warm}) => [
      workload,
      duration(total),
      duration(proof),
      percent(share),
      percent(warm),
    ]),
  ),
);
const above = rows.filter(({share}) => share > BOUND).map(({workload}) => workload);
console.log(
  above.length === 0
    ? `\nAll are within the bound of ${percent(BOUND)}.`
    : `\nAbove the bound of ${percent(BOUND)}: ${above.join(', ')}.`,
);

function measure(workload) {
  const script = fileURLToPath(new URL('harness/first-calls.js', import.meta.url));
  return JSON.parse(
    execFileSync(process.execPath, [script, workload], {stdio: ['ignore', 'pipe', 'ignore']}),
  );
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
