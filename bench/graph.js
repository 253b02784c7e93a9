/** The graph against its rivals: tfjs on cpu and wasm, this package's tape, jax-js under jit, and loops by hand. */
import {publish} from '../scripts/tables/publish.js';
import {bars} from './harness/bars.js';
import {markdownTable} from './harness/markdown.js';
import {race} from './harness/race.js';
import {duration} from './harness/units.js';
import {TITLES} from './rivals/index.js';
import {GRAPH_WORKLOADS, graphHeading} from './tables.js';
import {load} from './workloads/index.js';

console.log(
  '\nValue and gradient with respect to all arguments, which every rival computes and reads as typed arrays.\n',
);
const [rows, reasons] = [[], {}];
for (const workload of GRAPH_WORKLOADS) {
  const {title} = await load(workload);
  const times = await race(Object.keys(TITLES), {workload});
  console.log(`${title}\n${bars(times, TITLES)}\n`);
  rows.push([title, ...Object.keys(TITLES).map((name) => cell(times[name])), ...ratios(times)]);
  for (const [name, {refusal}] of Object.entries(times))
    if (refusal !== undefined) (reasons[`${TITLES[name]}: ${refusal}`] ??= []).push(title);
}
publish('bench graph', markdownTable(graphHeading(), rows));
console.log(`\nMedians of a call. The last columns say how many times as fast the graph is.`);
for (const [reason, titles] of Object.entries(reasons)) console.log(`- ${reason} (${titles.join('; ')})`);

function cell({microseconds}) {
  return microseconds === undefined ? '–' : duration(microseconds);
}

function ratios({graph, jax, 'tfjs-cpu': tfjs}) {
  return [tfjs, jax].map(({microseconds}) => {
    const ratio = microseconds / graph.microseconds;
    return Number.isFinite(ratio) ? `${ratio.toPrecision(ratio < 10 ? 2 : 3)}×` : '–';
  });
}
