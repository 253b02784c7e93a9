/** The machine of graph functions in WebAssembly, and in TypeScript as on a page that refuses WebAssembly. */
import {publish} from '../scripts/tables/publish.js';
import {markdownTable} from './harness/markdown.js';
import {raceOfAll} from './harness/race.js';
import {duration} from './harness/units.js';
import {GRAPH_WORKLOADS, MACHINE_TITLES, machinesHeading} from './tables.js';
import {load} from './workloads/index.js';

const names = Object.keys(MACHINE_TITLES);
const rows = [];
for (const workload of GRAPH_WORKLOADS) {
  const times = await raceOfAll(names, {workload}, {budget: 3000});
  const ratio = times['graph-in-typescript'] / times.graph;
  rows.push([
    (await load(workload)).title,
    ...names.map((name) => duration(times[name])),
    `${ratio.toPrecision(2)}×`,
  ]);
}
console.log('\nA graph function, value and gradient, on each form of its machine\n');
publish('bench machines', markdownTable(machinesHeading(), rows));
